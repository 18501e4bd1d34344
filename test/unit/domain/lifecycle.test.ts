// Which lifecycle rules can harm a file of a pipeline, and how they are named.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DEFAULT_LAYOUT } from '../../../functions/domain/layout.ts';
import { describeHarm, harmfulRules, type LifecycleRule } from '../../../functions/domain/lifecycle.ts';
import { canBeginKey, pipelineOfKey } from '../../../functions/domain/pipeline.ts';

const rule = (more: Partial<LifecycleRule> = {}): LifecycleRule => ({
  ...{ id: 'rule', prefix: '', isEnabled: true, effects: ['deletes'] },
  ...more,
});

describe('a prefix that pipelines can have', () => {
  test.each([
    '',
    't',
    'team_a',
    'team_a/',
    'team_a/pipe',
    'team_a/pipelines',
    'team_a/pipelines/',
    'team_a/pipelines/s',
    'team_a/pipelines/silver',
    'team_a/pipelines/silver/',
    'team_a/pipelines/silver/orders',
    'team_a/pipelines/silver/orders/',
    'team_a/pipelines/silver/orders/tests/quality/x.sql',
    'team_a/pipelines/silver/orders//odd',
    'logs',
    'tmp/',
  ])('%j', (prefix) => {
    expect(harmfulRules([rule({ prefix })])).toHaveLength(1);
  });
});

describe('a prefix that no pipeline has', () => {
  test.each([
    '/',
    'Team',
    '_team/',
    '9/',
    'logs/2026/',
    'team_a/data',
    'team_a/pipelinesX',
    'team_a/pipelines-old/',
    'team_a/pipelines/x',
    'team_a/pipelines/silverware/',
    'team_a/pipelines/silver/Orders',
    'team_a/pipelines/silver//',
    'team_a//pipelines/',
    'pipelines/silver/orders/',
    `${'n'.repeat(129)}/`,
  ])('%j', (prefix) => {
    expect(harmfulRules([rule({ prefix })])).toEqual([]);
  });
});

test('a prefix counts if and only if a key of a pipeline can begin so', () => {
  const name = fc.stringMatching(/^[a-z][a-z0-9_-]{0,5}$/);
  const key = fc
    .tuple(name, fc.constantFrom(...DEFAULT_LAYOUT.layers), name, fc.stringMatching(/^[a-z/]{1,5}[a-z]$/))
    .map(([namespace, layer, pipeline, path]) => `${namespace}/pipelines/${layer}/${pipeline}/${path}`);
  const beginning = fc.tuple(key, fc.nat(60)).map(([whole, length]) => whole.slice(0, length));
  const other = fc.stringMatching(/^[a-zA-Z/_-]{0,12}$/);
  const endings = ['', 'x', '/', ...DEFAULT_LAYOUT.layers.map((layer) => `/pipelines/${layer}/x/y`)];
  const completions = endings.flatMap((ending) =>
    ['', 'a', 'ipelines', 'pelines', 'pipelines/gold/x/y', 'gold/x/y', 'x/y'].map((start) => start + ending),
  );

  fc.assert(fc.property(beginning, (prefix) => canBeginKey(prefix)));
  fc.assert(
    fc.property(other, (prefix) => {
      const begins = completions.some((rest) => pipelineOfKey(prefix + rest) !== null);
      return !begins || canBeginKey(prefix);
    }),
  );
});

test('rules that are disabled or do nothing to files do no harm', () => {
  const rules = [rule({ isEnabled: false }), rule({ effects: [] })];

  expect(harmfulRules(rules)).toEqual([]);
});

test('each effect has its words, and each rule its name', () => {
  const text = describeHarm([
    rule({ id: 'old', effects: ['deletes', 'archives'] }),
    rule({ id: 'drafts', prefix: 'team/', effects: ['hides'] }),
    rule({ id: 'odd', effects: ['unknown'] }),
  ]);

  expect(text).toMatch(
    /rule "old" \(all keys\) deletes old versions for good, .* pin, and moves files to an archive/,
  );
  expect(text).toMatch(/rule "drafts" \(keys team\/…\) deletes files from the draft\./);
  expect(text).toMatch(/rule "odd" \(all keys\) does something that this service does not know\./);
  expect(text).toMatch(/Disable them, or limit them to keys that no pipeline has\.$/);
});
