// Every path that a comment or a document names exists, and every link of a document leads somewhere.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import GithubSlugger from 'github-slugger';
import { describe, expect, test } from 'vitest';
import { existsIn, namedPaths } from './named-paths.ts';

const ROOT = join(import.meta.dirname, '../..');

/** New files count before they are committed. */
const listed = ['ls-files', '--cached', '--others', '--exclude-standard'];
const files = execFileSync('git', listed, { cwd: ROOT, encoding: 'utf8' })
  .trim()
  .split('\n')
  .filter((file) => existsSync(join(ROOT, file)));
const textOf = (file: string) => readFileSync(join(ROOT, file), 'utf8');

/** Named here, but made by a build or part of somebody else's repository. */
const ELSEWHERE = ['dist/pipeline-versioning.mjs', '.github/workflows/publish.yml'];

/** What stands below is made up. */
const THIS_FILE = 'test/docs/named-paths.test.ts';

test('every path that a comment or a document names exists', () => {
  const exists = existsIn([...files, ...ELSEWHERE]);
  const stale = files
    .filter((file) => file !== THIS_FILE)
    .flatMap((file) =>
      namedPaths(file, textOf(file))
        .filter(({ path }) => !exists(path))
        .map(({ line, path }) => `${file}:${line} names ${path}`),
    );

  expect(stale).toEqual([]);
});

test('every section of a document that a comment quotes exists', () => {
  const cited = files.flatMap((file) =>
    [...textOf(file).matchAll(/\b(docs\/[\w-]+\.md),\s(?:\/\/ |\* )?"([^"]+)"/g)].map(
      ([, document = '', title = '']) => ({ file, document, title: title.replace(/\n\/\/ /g, ' ') }),
    ),
  );
  const missing = cited.filter(
    ({ document, title }) => !headingsOf(document).some((heading) => heading.includes(title)),
  );

  expect(cited.length).toBeGreaterThan(5);
  expect(missing).toEqual([]);
});

test('no command of a document or a page has npx fetch this program from a registry, where anybody can own its name', () => {
  const fetching = files
    .filter((file) => !['docs/decisions.md', THIS_FILE].includes(file))
    .flatMap((file) =>
      [...textOf(file).matchAll(/\bnpx (?!--no -- )pipeline-.*/g)].map(([line]) => `${file}: ${line}`),
    );

  expect(fetching).toEqual([]);
});

test('every script that a document names is in package.json', () => {
  const { scripts } = JSON.parse(textOf('package.json'));
  const named = documents().flatMap((file) =>
    [...textOf(file).matchAll(/\bnpm run ([\w:]+)/g)].map(([, name = '']) => `${file}: ${name}`),
  );

  expect(named.length).toBeGreaterThan(0);
  const known = new Set(Object.keys(scripts));
  expect(named.filter((name) => !known.has(name.replace(/^.*: /, '')))).toEqual([]);
});

test('every link of a document leads somewhere', () => {
  const broken = documents().flatMap((file) =>
    linksOf(file)
      .filter((target) => !leadsSomewhere(file, target))
      .map((target) => `${file} links to ${target}`),
  );

  expect(broken).toEqual([]);
});

/** Without what only becomes part of one. */
function documents(): readonly string[] {
  return files.filter((file) => file.endsWith('.md') && !file.startsWith('docs/generate/'));
}

/** Without those to other sites, and without what only looks like one in a code block. */
function linksOf(file: string): readonly string[] {
  const prose = textOf(file).replaceAll(/^```[\s\S]*?^```$/gm, '');
  const targets = [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);
  return targets.filter((target) => !/^\w+:/.test(target));
}

function leadsSomewhere(file: string, target: string): boolean {
  const [path = '', anchor] = target.split('#');
  const to = path === '' ? file : join(dirname(file), path);
  if (!existsSync(join(ROOT, to))) return false;
  return anchor === undefined || anchorsOf(to).has(anchor);
}

function anchorsOf(file: string): ReadonlySet<string> {
  const slugger = new GithubSlugger();
  return new Set(headingsOf(file).map((heading) => slugger.slug(heading)));
}

function headingsOf(file: string): readonly string[] {
  return Array.from(textOf(file).matchAll(/^#+ (.+)$/gm), ([, heading = '']) => heading);
}

describe('a path is found', () => {
  const found = (file: string, text: string) => namedPaths(file, text).map(({ path }) => path);

  test('anywhere in a document, with or without quotes', () => {
    const text = 'See `functions/domain/`, (infra/aws/api.ts), make-visible.ts and usecases/*.ts.';
    expect(found('docs/a.md', text)).toEqual([
      'functions/domain',
      'infra/aws/api.ts',
      'make-visible.ts',
      'usecases/*.ts',
    ]);
  });

  test('in the comments of a source, and not in its code', () => {
    expect(found('a.ts', "import './b.ts'; // as c.ts does\n/** d.ts\n * e.ts */")).toEqual([
      'c.ts',
      'd.ts',
      'e.ts',
    ]);
    expect(found('a.sh', 'node a.ts # b.ts')).toEqual(['b.ts']);
  });

  test('unless it is an address, a file of a pipeline, or the ending of a name', () => {
    const text = 'https://example.com/docs/a.ts, pipeline.sql, tests/quality/a.sql, `*.test.ts`, `@x/y/z.ts`';
    expect(found('docs/a.md', text)).toEqual([]);
  });
});

describe('a path exists', () => {
  const exists = existsIn(['functions/usecases/publish-version.ts', 'test/api/races.test.ts']);

  test.each(['functions/usecases', 'usecases/publish-version.ts', 'test/api/*.test.ts', 'races.test.ts'])(
    '%s',
    (path) => {
      expect(exists(path)).toBe(true);
    },
  );

  test.each(['functions/use', 'publish.ts', 'test/races.test.ts', 'api/publish-version.ts'])(
    '%s does not',
    (path) => {
      expect(exists(path)).toBe(false);
    },
  );
});
