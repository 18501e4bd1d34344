// A small history in which every promise is kept, for tests to spoil.
import type { Attempt, History, Operation, Pins, Version } from '../history/history.ts';

export function version(number: number, pins: Pins, more: Partial<Version> = {}): Version {
  return {
    number,
    message: `m${number}`,
    createdAt: `2026-01-01T00:00:0${number}Z`,
    rollbackOf: null,
    pins,
    ...more,
  };
}

export function publish(began: number, ended: number, made: Version, more: Partial<Attempt> = {}): Attempt {
  return {
    op: made.rollbackOf === null ? 'publish' : 'rollback',
    began,
    ended,
    message: made.message,
    key: null,
    target: made.rollbackOf,
    expectedVersion: null,
    answer: { kind: 'made', version: made, replayed: false },
    ...more,
  };
}

export const unanswered = (attempt: Attempt): Attempt => ({
  ...attempt,
  ended: null,
  answer: { kind: 'unknown' },
});

export const refused = (attempt: Attempt, code = 'VERSION_CONFLICT'): Attempt => ({
  ...attempt,
  answer: { kind: 'refused', code },
});

export function save(began: number, ended: number, file: string, more: object = {}): Operation {
  const [path = '', versionId = ''] = file.split('@');
  return {
    op: 'save',
    began,
    ended,
    path,
    etag: `etag of ${versionId}`,
    outcome: 'done',
    versionId,
    ...more,
  };
}

export function read(began: number, ended: number, seen: object): Operation {
  return {
    op: 'read',
    what: 'a read',
    began,
    ended,
    current: null,
    versions: [],
    manifest: null,
    draft: null,
    ...seen,
  };
}

const object = (file: string, etag: string | null = `etag of ${file.split('@')[1]}`) => {
  const [path = '', versionId = ''] = file.split('@');
  return { path, versionId, etag };
};

export const first = version(1, { 'a.sql': 'a1', 'pipeline.sql': 'p1' });
export const second = version(2, { 'a.sql': 'a2', 'pipeline.sql': 'p2' });
export const third = version(3, first.pins, { rollbackOf: 1 });

const end: History['end'] = {
  versions: [first, second, third],
  objects: [
    object('a.sql@a1'),
    object('a.sql@a2'),
    object('a.sql@gone', null),
    object('a.sql@copy', 'etag of a2'),
    object('pipeline.sql@p1'),
    object('pipeline.sql@p2'),
  ],
  draftDirty: true,
};

export const sample: History = {
  pipeline: 'tests/silver/sample',
  operations: [
    save(0, 1, 'pipeline.sql@p1'),
    save(2, 3, 'a.sql@a1'),
    publish(4, 8, first, { key: 'k1' }),
    save(10, 11, 'a.sql@a2', { ifMatch: 'etag of a1' }),
    save(12, 13, 'pipeline.sql@p2'),
    read(12, 14, { draft: { 'a.sql': 'a2', 'pipeline.sql': 'p1' } }),
    unanswered(publish(14, 16, second, { key: 'k2' })),
    publish(17, 18, second, { key: 'k2', answer: { kind: 'made', version: second, replayed: true } }),
    publish(19, 20, version(0, {}), {
      message: 'skipped',
      answer: { kind: 'unchanged', version: second, replayed: false },
    }),
    publish(20, 22, third, { expectedVersion: 2 }),
    read(23, 24, { current: 3, versions: [first, second, third], manifest: { number: 3, pins: first.pins } }),
    { op: 'delete', began: 25, ended: 26, path: 'a.sql', outcome: 'done', versionId: 'gone' },
    { op: 'restore', began: 27, ended: 30, target: 2, outcome: 'done' },
    unanswered(publish(31, 32, version(4, {}))),
    refused(publish(33, 34, version(5, {}))),
  ],
  end,
};
