// Roles: words become grants exactly or not at all, and a role includes those before it.
import { describe, expect, test } from 'vitest';
import {
  allows,
  formatGrant,
  grantsOf,
  parseGrant,
  ROLES,
  readableNamespaces,
} from '../../../functions/domain/roles.ts';

describe('a word is a grant', () => {
  test.each([
    ['reader', { role: 'reader', namespace: null }],
    ['publisher@team_a', { role: 'publisher', namespace: 'team_a' }],
    [`operator@${'a'.repeat(128)}`, { role: 'operator', namespace: 'a'.repeat(128) }],
  ] as const)('%s', (word, grant) => {
    expect(parseGrant(word)).toEqual(grant);
    expect(formatGrant(grant)).toBe(word);
  });

  test.each([
    '',
    'Reader',
    'READER',
    ' reader',
    'reader ',
    'readers',
    'reader@',
    '@team_a',
    'reader@Team_A',
    'reader@team a',
    'reader@team/a',
    'reader@*',
    'reader@team_a@team_b',
    'reader@team_a\n',
    'reader\n',
    'reader@../etc',
    'reader@tëam',
    `reader@${'a'.repeat(129)}`,
    '[reader',
    '[reader]',
    '["reader"]',
    'reader,editor',
    'reader:team_a',
    'admin',
    'constructor',
    '__proto__',
    'toString',
    '0',
  ])('but %j is none', (word) => {
    expect(parseGrant(word)).toBeNull();
  });
});

test('of several grants for a namespace the highest counts, and what another includes is left out', () => {
  const words = ['editor@web', 'reader@web', 'all-hands', 'editor', 'operator@api', 'editor@app', 'editor'];

  expect(grantsOf(words).map(formatGrant)).toEqual(['editor', 'operator@api']);
});

test('thousands of groups are as good as those that are roles', () => {
  const groups = Array.from({ length: 20_000 }, (_, n) => `group-${n}`);
  const roles = Array.from({ length: 2_000 }, (_, n) => `reader@team-${n}`);

  const grants = grantsOf([...groups, ...roles, ...groups]);
  expect(grants).toHaveLength(2_000);
  expect(allows(grants, 'reader', 'team-1999')).toBe(true);
  expect(allows(grants, 'reader', 'team-2000')).toBe(false);
});

describe('a role includes those before it, where it holds', () => {
  const cases = ROLES.flatMap((held) =>
    ROLES.flatMap((needed) => [null, 'web', 'api'].map((at) => [held, at, needed] as const)),
  );

  test.each(cases)('%s for %s, where %s is needed', (held, at, needed) => {
    const grants = grantsOf([formatGrant({ role: held, namespace: at })]);
    const isEnough = ROLES.indexOf(held) >= ROLES.indexOf(needed);

    expect(allows(grants, needed, 'web')).toBe(isEnough && at !== 'api');
    expect(allows(grants, needed, 'we')).toBe(isEnough && at === null);
    expect(allows(grants, needed, null)).toBe(isEnough);
  });

  test('and without any role nothing is allowed', () => {
    for (const role of ROLES) for (const at of [null, 'web']) expect(allows([], role, at)).toBe(false);
  });

  test('roles of two namespaces do not add up to a role elsewhere', () => {
    const grants = grantsOf(['publisher@web', 'reader']);

    expect(allows(grants, 'publisher', 'web')).toBe(true);
    expect(allows(grants, 'publisher', 'api')).toBe(false);
    expect(allows(grants, 'editor', 'api')).toBe(false);
  });
});

test('who has a role for all namespaces may read them all, others their own', () => {
  expect(readableNamespaces(grantsOf(['reader', 'publisher@web']))).toBeNull();
  expect(readableNamespaces(grantsOf(['publisher@web', 'reader@api']))).toEqual(['api', 'web']);
  expect(readableNamespaces([])).toEqual([]);
});
