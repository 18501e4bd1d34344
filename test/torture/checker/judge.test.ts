// The check itself: histories that are wrong on purpose are found, each for its reason; one that is right is not.
import { describe, expect, test } from 'vitest';
import type { History, Operation, Stored, Version } from '../history/history.ts';
import { judge } from './judge.ts';
import { whatMoved } from './moved.ts';
import {
  first,
  publish,
  read,
  refused,
  sample,
  save,
  second,
  third,
  unanswered,
  version,
} from './sample-history.ts';

test('a history that keeps every promise is not found guilty', () => {
  expect(judge(sample)).toEqual([]);
});

const plus = (...operations: readonly Operation[]): History => ({
  ...sample,
  operations: [...sample.operations, ...operations],
});

const without = (wanted: (operation: Operation) => boolean): readonly Operation[] =>
  sample.operations.filter((operation) => !wanted(operation));

/** The whole history with one version in another form, wherever it is seen. */
function withVersion(other: Version): History {
  return JSON.parse(JSON.stringify(sample), (_, value) =>
    value?.number === other.number && value.message === other.message ? other : value,
  );
}

const ended = (end: Partial<Stored>): History => ({ ...sample, end: { ...sample.end, ...end } });

const is =
  (op: Operation['op'], began: number) =>
  (operation: Operation): boolean =>
    operation.op === op && operation.began === began;

const fourth = version(4, { 'a.sql': 'copy', 'pipeline.sql': 'p2' });
const withFourth = (operation: Operation, made = fourth): History => ({
  ...ended({ versions: [...sample.end.versions, made], draftDirty: false }),
  operations: [...without(is('publish', 31)), operation],
});

const replaced = version(4, { 'a.sql': 'a2', 'pipeline.sql': 'p2' });

interface Wrong {
  readonly name: string;
  readonly history: History;
  readonly promise: string;
}

const wrong: readonly Wrong[] = [
  { name: 'a number is left out', history: ended({ versions: [first, third] }), promise: '1 numbers' },
  {
    name: 'a version is older than the one before it',
    history: withVersion({ ...second, createdAt: '2025-01-01T00:00:00Z' }),
    promise: '1 numbers',
  },
  {
    name: 'the current version goes back',
    history: plus(read(40, 41, { current: 2 })),
    promise: '1 numbers',
  },
  {
    name: 'a version is seen before anybody asked for it',
    history: plus(read(9, 10, { current: 2 })),
    promise: '1 numbers',
  },
  {
    name: 'a read after the answer to a publish does not see its version',
    history: plus(read(9, 10, { current: 0 })),
    promise: '1 numbers',
  },
  {
    name: 'a version is seen that is not there',
    history: plus(read(40, 41, { current: 9 })),
    promise: '1 numbers',
  },
  {
    name: 'a snapshot is torn: one file before and one after an edit that came between',
    history: withVersion({ ...second, pins: { 'a.sql': 'a1', 'pipeline.sql': 'p2' } }),
    promise: '2 whole snapshots',
  },
  {
    name: 'a snapshot is older than its request',
    history: withVersion({ ...second, pins: first.pins }),
    promise: '2 whole snapshots',
  },
  {
    name: 'a snapshot leaves out a file that was there all the time',
    history: withVersion({ ...second, pins: { 'pipeline.sql': 'p2' } }),
    promise: '2 whole snapshots',
  },
  {
    name: 'a snapshot has a file that was replaced before its request',
    history: withFourth(publish(31, 35, replaced), replaced),
    promise: '2 whole snapshots',
  },
  { name: 'a publish that began earlier puts older files live', history: older(), promise: '3 order' },
  {
    name: 'an answer shows a version otherwise than it is stored',
    history: plus(read(40, 41, { versions: [{ ...first, message: 'other' }] })),
    promise: '4 immutability',
  },
  {
    name: 'a refusal made a version',
    history: withFourth(refused(publish(31, 33, fourth))),
    promise: '5 all or nothing',
  },
  { name: 'a version is nobody’s', history: withFourth(read(40, 41, {})), promise: '5 all or nothing' },
  {
    name: '"unchanged" was never true',
    history: plus(
      publish(40, 41, version(0, {}), {
        message: 'skipped too',
        answer: { kind: 'unchanged', version: third, replayed: false },
      }),
    ),
    promise: '5 all or nothing',
  },
  {
    name: 'a key makes two versions',
    history: withFourth(publish(31, 33, fourth, { key: 'k1' })),
    promise: '6 exactly once',
  },
  {
    name: 'a repetition is answered with another version',
    history: plus(publish(40, 41, first, { message: 'm1', key: 'k1', answer: made(second) })),
    promise: '6 exactly once',
  },
  {
    name: 'the flag is wrong in the end',
    history: ended({ draftDirty: false }),
    promise: '7 the flag converges',
  },
  {
    name: 'runs are given other files',
    history: plus(read(40, 41, { manifest: { number: 3, pins: second.pins } })),
    promise: '8 runs',
  },
  {
    name: 'a rollback pins something else',
    history: withVersion({ ...third, pins: second.pins }),
    promise: 'rollback',
  },
  {
    name: 'a rollback goes to another version',
    history: withVersion({ ...third, pins: second.pins, rollbackOf: 2 }),
    promise: 'rollback',
  },
  {
    name: 'a publish does not mind what it expected',
    history: withFourth(publish(31, 33, fourth, { expectedVersion: 2 })),
    promise: 'expected_version',
  },
  {
    name: 'an acknowledged save is gone',
    history: ended({ objects: sample.end.objects.filter(({ versionId }) => versionId !== 'p1') }),
    promise: 'nothing is lost',
  },
  {
    name: 'a file appears that nobody wrote',
    history: ended({ objects: [...sample.end.objects, { path: 'b.sql', versionId: 'b1', etag: 'new' }] }),
    promise: 'nothing is lost',
  },
  {
    name: 'a refused save on a condition is stored all the same',
    history: {
      ...ended({ objects: [...sample.end.objects, { path: 'b.sql', versionId: 'b1', etag: 'etag of b1' }] }),
      operations: [
        ...sample.operations,
        save(40, 41, 'b.sql@b1', { ifMatch: 'etag of b0', outcome: 'refused', versionId: null }),
      ],
    },
    promise: 'nothing is lost',
  },
  {
    name: 'a file is deleted that nobody deleted',
    history: ended({
      objects: [...sample.end.objects, { path: 'pipeline.sql', versionId: 'p3', etag: null }],
    }),
    promise: 'nothing is lost',
  },
  {
    name: 'a restore leaves a file as it was',
    history: {
      ...plus({ op: 'restore', began: 35, ended: 36, target: 1, outcome: 'done' }),
    },
    promise: 'restores',
  },
  {
    name: 'a save on a condition overwrites what its sender had not seen',
    history: {
      ...sample,
      operations: [...without(is('save', 10)), save(10, 11, 'a.sql@a2', { ifMatch: 'etag of p1' })],
    },
    promise: 'no lost update',
  },
  {
    name: 'the draft is shown with a file that was overwritten before',
    history: plus(read(40, 41, { draft: { 'a.sql': 'copy', 'pipeline.sql': 'p1' } })),
    promise: 'draft',
  },
  {
    name: 'the draft is shown without a file that is there',
    history: plus(read(40, 41, { draft: { 'a.sql': 'copy' } })),
    promise: 'draft',
  },
  {
    name: 'a server error is answered',
    history: plus({ op: 'fault', began: 40, ended: 41, what: '500 INTERNAL' }),
    promise: 'answers',
  },
];

function made(other: Version) {
  return { kind: 'made', version: other, replayed: true } as const;
}

/** Two publishes at the same time as an edit: the second to become current has looked before the first. */
function older(): History {
  const early = version(4, { 'a.sql': 'copy', 'pipeline.sql': 'p2' }, { message: 'early' });
  const late = { ...early, number: 5, message: 'late' };
  const newer = { ...early, pins: { 'a.sql': 'copy', 'pipeline.sql': 'p3' } };
  const objects = [...sample.end.objects, { path: 'pipeline.sql', versionId: 'p3', etag: 'etag of p3' }];
  return {
    ...ended({ versions: [...sample.end.versions, newer, late], objects, draftDirty: true }),
    operations: [
      ...sample.operations,
      save(41, 45, 'pipeline.sql@p3'),
      publish(40, 50, newer),
      publish(40, 50, late),
    ],
  };
}

describe('is found:', () => {
  test.each(wrong)('$name', ({ history, promise }) => {
    expect(judge(history).map((found) => found.promise)).toContain(promise);
  });
});

test('an outcome that nobody knows may be either', () => {
  const lost = unanswered(publish(31, 33, fourth));

  expect(judge(plus(lost))).toEqual([]);
  expect(judge(withFourth(lost))).toEqual([]);
});

test('a save whose answer was lost may come long after its sender went on', () => {
  const late = save(2, 3, 'pipeline.sql@p3', { ended: null, outcome: 'unknown', versionId: null });
  const objects = [...sample.end.objects, { path: 'pipeline.sql', versionId: 'p3', etag: 'etag of p3' }];

  expect(judge({ ...ended({ objects }), operations: [...sample.operations, late] })).toEqual([]);
});

test('a list may lack a file that is being overwritten, but no other', () => {
  const withoutIt = { draft: { 'a.sql': 'a2' } };

  expect(judge(plus(read(12, 12.5, withoutIt)))).toEqual([]);
  expect(judge(plus(read(13.5, 14, withoutIt))).map(({ promise }) => promise)).toEqual(['draft']);
});

test('what is stored when nobody runs is found', () => {
  const [object] = sample.end.objects;
  const objects = [...sample.end.objects, { path: 'a.sql', versionId: 'late', etag: 'etag of a1' }];
  const changed = [{ ...first, message: 'other' }, second, third];

  expect(whatMoved(sample.end, sample.end)).toEqual([]);
  expect(whatMoved(sample.end, { ...sample.end, objects })).toHaveLength(1);
  expect(whatMoved(sample.end, { ...sample.end, objects: object ? [object] : [] })).toHaveLength(1);
  expect(whatMoved(sample.end, { ...sample.end, versions: [first, second] })).toHaveLength(1);
  expect(whatMoved(sample.end, { ...sample.end, versions: changed })).toHaveLength(1);
});
