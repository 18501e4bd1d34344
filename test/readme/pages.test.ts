// Every command that a document shows is run by something, or says why not.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parsePage } from './page.ts';
import { EXAMPLE_PAGES, RUN_PAGES } from './run-pages.ts';

const ROOT = join(import.meta.dirname, '../..');
const textOf = (path: string) => readFileSync(join(ROOT, path), 'utf8');

const listed = ['ls-files', '--cached', '--others', '--exclude-standard', '*.md'];
const documents = execFileSync('git', listed, { cwd: ROOT, encoding: 'utf8' })
  .trim()
  .split('\n')
  .filter((path) => existsSync(join(ROOT, path)));

test.each([...RUN_PAGES, ...EXAMPLE_PAGES])('%s has commands, which walk-through.ts runs', (page) => {
  expect(parsePage(textOf(page)).steps.length).toBeGreaterThan(0);
});

test('.ci/run runs walk-through.ts on them', () => {
  expect(textOf('.ci/run')).toMatch(/ \.ci\/walk-through --skip-install$/m);
  expect(textOf('.ci/walk-through')).toContain('node test/readme/walk-through.ts "$@"');
});

test('.ci/run runs it on the examples, too', () => {
  expect(textOf('.ci/run')).toMatch(/ \.ci\/examples; }$/m);
  for (const page of EXAMPLE_PAGES) {
    const [, example] = page.split('/');
    expect(textOf('.ci/examples')).toMatch(new RegExp(`^walk_through ${example}$`, 'm'));
  }
});

test.each(documents)('%s marks each command that is not run with it', (path) => {
  const { steps, left } = parsePage(textOf(path));

  if (![...RUN_PAGES, ...EXAMPLE_PAGES].includes(path))
    expect(steps.map(({ line, script }) => `line ${line}: ${script}`)).toEqual([]);
  for (const { runBy } of left) if (runBy !== null) expect(existsSync(join(ROOT, runBy)), runBy).toBe(true);
});

test('a block that another file runs is one that this file reads', () => {
  for (const path of documents) {
    for (const { runBy, name } of parsePage(textOf(path)).left) {
      if (runBy === null) continue;
      expect(textOf(runBy), `${runBy} and ${path}`).toContain(name ?? path);
    }
  }
});
