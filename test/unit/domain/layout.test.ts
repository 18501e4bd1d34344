// What makes a directory a pipeline: which settings are taken, and that keys can be read in one way only.
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import {
  DEFAULT_LAYOUT,
  DEFAULT_LAYOUT_SETTINGS,
  layout,
  layoutOf,
  layoutProblems,
  listOfText,
  setLayout,
} from '../../../functions/domain/layout.ts';
import { harmfulRules } from '../../../functions/domain/lifecycle.ts';
import { canBeginKey, keyPrefix, pipelineOfKey } from '../../../functions/domain/pipeline.ts';
import { keyPattern, prefixProblem, prefixTemplate } from '../../../functions/domain/prefix-template.ts';
import { inReadingOrder, sourceOf, sourceTypeOf } from '../../../functions/domain/snapshot.ts';
import { matchesSource, sourceAmong } from '../../../functions/domain/source-patterns.ts';

afterEach(() => setLayout(DEFAULT_LAYOUT));

const use = (more: Partial<typeof DEFAULT_LAYOUT_SETTINGS>) =>
  setLayout(layoutOf({ ...DEFAULT_LAYOUT_SETTINGS, ...more }));

test('without settings everything is as it always was', () => {
  const orders = { namespace: 'default', layer: 'silver', name: 'clean_orders' };

  expect(layout()).toBe(DEFAULT_LAYOUT);
  expect(keyPrefix(orders)).toBe('default/pipelines/silver/clean_orders/');
  expect(keyPattern(DEFAULT_LAYOUT.prefix)).toBe('*/pipelines/*');
});

describe('settings that are refused, each with what to do', () => {
  test.each([
    [{ sources: [] }, 'sources', /must not be empty; write it as pipeline\.py/],
    [{ sources: ['a.py', 'a.py'] }, 'sources', /has "a\.py" twice; remove one/],
    [{ sources: ['/a.py'] }, 'sources', /leave out the slash/],
    [{ sources: ['../a.py'] }, 'sources', /not beginning with a dot/],
    [{ sources: ['a//b.py'] }, 'sources', /must be a path/],
    [{ sources: ['a b.py'] }, 'sources', /must be a path/],
    [{ sources: ['[ab].py'] }, 'sources', /must be a path/],
    [{ sources: ['**/a.py'] }, 'sources', /one \* in a name/],
    [{ sources: ['*a*'] }, 'sources', /one \* in a name/],
    [{ sources: ['*.yaml'] }, 'sources', /must not match config\.yaml/],
    [{ sources: ['*'] }, 'sources', /must not match config\.yaml/],
    [{ sources: ['tests/*/*.sql'] }, 'sources', /must not match tests\/quality/],
    [{ sources: ['a'.repeat(129)] }, 'sources', /at most 128/],
    [{ sources: Array.from({ length: 17 }, (_, n) => `${n}.py`) }, 'sources', /16 at most/],
    [{ layers: [] }, 'layers', /must not be empty; write it as bronze/],
    [{ layers: ['raw', 'raw'] }, 'layers', /"raw" twice/],
    [{ layers: [''] }, 'layers', /must start with a-z/],
    [{ layers: ['Raw'] }, 'layers', /must start with a-z/],
    [{ layers: ['a/b'] }, 'layers', /must start with a-z/],
    [{ layers: ['a#b'] }, 'layers', /must start with a-z/],
    [{ layers: ['r'.repeat(65)] }, 'layers', /1 to 64/],
    [{ layers: Array.from({ length: 33 }, (_, n) => `l${n}`) }, 'layers', /32 at most/],
    [{ prefix: '' }, 'prefix', /must have \{namespace\} once, not 0 times/],
    [{ prefix: '{namespace}/{layer}/' }, 'prefix', /\{name\} once, not 0/],
    [{ prefix: '{namespace}/{layer}/{name}/{name}/' }, 'prefix', /\{name\} once, not 2/],
    [{ prefix: '{namespace}/{layer}/{name}/{stage}/' }, 'prefix', /\{stage\}, which is not known/],
    [{ prefix: '{namespace/{layer}/{name}/' }, 'prefix', /\{namespace\} once, not 0/],
    [{ prefix: '{namespace}/{layer}/{name}/}/' }, 'prefix', /no characters but/],
    [{ prefix: 'a b/{namespace}/{layer}/{name}/' }, 'prefix', /no characters but/],
    [{ prefix: 'a*/{namespace}/{layer}/{name}/' }, 'prefix', /no characters but/],
    [{ prefix: 'a?/{namespace}/{layer}/{name}/' }, 'prefix', /no characters but/],
    [{ prefix: 'ä/{namespace}/{layer}/{name}/' }, 'prefix', /no characters but/],
    [{ prefix: '$a/{namespace}/{layer}/{name}/' }, 'prefix', /no characters but/],
    [{ prefix: '/{namespace}/{layer}/{name}/' }, 'prefix', /not begin with a slash/],
    [{ prefix: '{namespace}/{layer}/{name}' }, 'prefix', /must end with a slash/],
    [{ prefix: 'a/../{namespace}/{layer}/{name}/' }, 'prefix', /no empty segments/],
    [{ prefix: './{namespace}/{layer}/{name}/' }, 'prefix', /no empty segments/],
    [{ prefix: '{namespace}//{layer}/{name}/' }, 'prefix', /no empty segments/],
    [{ prefix: '{namespace}{layer}/{name}/' }, 'prefix', /between \{namespace\} and \{layer\}/],
    [
      { prefix: '{layer}/{namespace}--{name}/' },
      'prefix',
      /between \{namespace\} and \{name\}.*slash or a dot/,
    ],
    [{ prefix: 'releases/{namespace}/{layer}/{name}/' }, 'prefix', /must not begin with releases\//],
    [{ prefix: `${'a'.repeat(126)}/{namespace}/{layer}/{name}/` }, 'prefix', /at most 128/],
  ])('%j', (more, setting, problem) => {
    const problems = layoutProblems({ ...DEFAULT_LAYOUT_SETTINGS, ...more });

    expect(problems).toEqual([{ setting, problem: expect.stringMatching(problem) }]);
    expect(() => layoutOf({ ...DEFAULT_LAYOUT_SETTINGS, ...more })).toThrow(problem);
  });

  test('all of them are named at once', () => {
    expect(layoutProblems({ sources: [], layers: ['X'], prefix: '' }).map(({ setting }) => setting)).toEqual([
      'sources',
      'layers',
      'prefix',
    ]);
  });
});

test('lists are written with commas, and spaces around them do not count', () => {
  expect(listOfText(' raw , curated')).toEqual(['raw', 'curated']);
  expect(listOfText('  ')).toEqual([]);
  expect(listOfText('raw,,curated')).toEqual(['raw', '', 'curated']);
});

const TEMPLATES = [
  '{namespace}/pipelines/{layer}/{name}/',
  'lake/{layer}/{namespace}.{name}/',
  '{name}=x/{layer}_-.a{namespace}_b/',
  'layer={layer}/ns={namespace}/name={name}/files/',
  '{layer}a-A{name}b.c{namespace}d/',
];
const LAYERS = ['raw', 'raw-x', 'a', 'b_d', 'curated'];
const NAME = fc.stringMatching(/^[a-dx][a-dx_-]{0,6}$/);
const PATH = fc.stringMatching(/^[a-d/._=A-]{0,8}[a-d]$/);
const PIPELINE = fc.record({ namespace: NAME, layer: fc.constantFrom(...LAYERS), name: NAME });

describe.each(TEMPLATES)('under %s', (prefix) => {
  test('the key of a file leads back to its pipeline, whatever names, path and others there are', () => {
    use({ prefix, layers: LAYERS });

    expect(prefixProblem(prefix)).toBeNull();
    fc.assert(
      fc.property(PIPELINE, PATH, (pipeline, path) => {
        expect(pipelineOfKey(keyPrefix(pipeline) + path)).toEqual(pipeline);
      }),
    );
  });

  test('no pipeline lies in another', () => {
    use({ prefix, layers: LAYERS });

    fc.assert(
      fc.property(PIPELINE, PIPELINE, (one, other) => {
        const isSame = JSON.stringify(one) === JSON.stringify(other);
        expect(keyPrefix(other).startsWith(keyPrefix(one))).toBe(isSame);
      }),
    );
  });

  test('keys can begin as they do, and nothing else begins so', () => {
    use({ prefix, layers: LAYERS });
    const key = fc.tuple(PIPELINE, PATH).map(([pipeline, path]) => keyPrefix(pipeline) + path);

    fc.assert(fc.property(key, fc.nat(40), (whole, length) => canBeginKey(whole.slice(0, length))));
    expect(canBeginKey('/')).toBe(false);
    expect(canBeginKey('logs//2026/x/y/z/')).toBe(false);
  });

  test('the pattern of policies and events has every key', () => {
    const pattern = keyPattern(prefixTemplate(prefix)).replaceAll(/[.]/g, '\\.').replaceAll('*', '.*');
    use({ prefix, layers: LAYERS });

    fc.assert(
      fc.property(PIPELINE, PATH, (pipeline, path) => {
        expect(keyPrefix(pipeline) + path).toMatch(new RegExp(`^${pattern}$`, 's'));
      }),
    );
  });
});

test('names that are too long, layers that are not there and other keys are no pipeline', () => {
  use({ prefix: 'lake/{layer}/{namespace}.{name}/', layers: ['raw'] });

  expect(pipelineOfKey('lake/raw/a.b/c')).toEqual({ namespace: 'a', layer: 'raw', name: 'b' });
  for (const key of [
    'lake/raw/a.b/',
    'lake/raw/a.b',
    'lake/silver/a.b/c',
    'lake/raw/a/b/c',
    'lake/raw/.b/c',
    'lake/raw/A.b/c',
    'lake/raw/a.b.c/d',
    `lake/raw/${'a'.repeat(129)}.b/c`,
    'default/pipelines/raw/b/c',
    'raw/a.b/c',
  ])
    expect(pipelineOfKey(key), key).toBeNull();
});

test('a rule of the bucket does harm where it meets keys of this layout', () => {
  use({ prefix: 'lake/{layer}/{namespace}.{name}/', layers: ['raw'] });
  const rule = (prefix: string) => ({ id: prefix, prefix, isEnabled: true, effects: ['deletes'] as const });

  const harmful = harmfulRules(['', 'lake/', 'lake/raw/a', 'lake/silver', 'default/', 'logs/'].map(rule));

  expect(harmful.map(({ id }) => id)).toEqual(['', 'lake/', 'lake/raw/a']);
});

test('a pattern has one segment for each of the path, and its * is never a slash or a hidden file', () => {
  expect(matchesSource('*.ipynb', 'daily.ipynb')).toBe(true);
  expect(matchesSource('load_*.py', 'load_.py')).toBe(true);
  expect(matchesSource('src/*.py', 'src/main.py')).toBe(true);
  for (const path of ['.ipynb', '.a.ipynb', 'a/daily.ipynb', 'daily.ipynb.bak', 'DAILY.IPYNB'])
    expect(matchesSource('*.ipynb', path), path).toBe(false);
  expect(matchesSource('ab*ba', 'aba')).toBe(false);
});

test('the first pattern that is there decides, and of its files the first by name', () => {
  const sources = ['dbt_project.yml', '*.ipynb'];

  expect(sourceAmong(sources, ['a.ipynb', 'dbt_project.yml'])).toBe('dbt_project.yml');
  expect(sourceAmong(sources, ['b.ipynb', 'a.ipynb', 'pipeline.sql'])).toBe('a.ipynb');
  expect(sourceAmong(sources, ['pipeline.sql'])).toBeNull();
});

test.each([
  ['dbt_project.yml', 'yaml'],
  ['daily.ipynb', 'notebook'],
  ['dag.py', 'python'],
  ['run.sql', 'sql'],
  ['Makefile', 'other'],
  ['run.sh', 'other'],
])('%s makes a pipeline of type %s, and is read first', (path, type) => {
  use({ sources: ['dbt_project.yml', '*.ipynb', 'dag.py', 'run.sql', 'Makefile', 'run.sh'] });
  const files = ['a.md', 'config.yaml', path].map((each) => ({ path: each, etag: 'e', size: 1 }));

  expect(sourceOf(files)?.path).toBe(path);
  expect(sourceTypeOf(files)).toBe(type);
  expect(inReadingOrder(files).map((file) => file.path)).toEqual([path, 'config.yaml', 'a.md']);
});
