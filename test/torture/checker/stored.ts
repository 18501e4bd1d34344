// What needs no order of instants: what is stored in the end, against what clients asked for and saw.
import type { Attempt, History, Operation, StoredObject, Version } from '../history/history.ts';
import type { Violation } from './violation.ts';

type Check = (history: History) => readonly Violation[];

export const storedChecks: readonly Check[] = [
  numbers,
  immutable,
  refusalsStoredNothing,
  exactlyOnce,
  rollbacks,
  expectedVersions,
  nothingLost,
  flag,
  faults,
];

/** 1, 2, 3, … in the order of their times. */
function numbers({ end }: History): readonly Violation[] {
  return end.versions.flatMap(({ number, createdAt }, index) => {
    const before = end.versions[index - 1];
    if (number !== index + 1) return violation('1 numbers', `version ${index + 1} is numbered ${number}`);
    if (before !== undefined && before.createdAt > createdAt)
      return violation('1 numbers', `version ${number} has an earlier time than the one before it`);
    return [];
  });
}

/** Whatever answer showed a version, it showed the one that is there in the end, and later still. */
function immutable({ operations, end, afterwards }: History): readonly Violation[] {
  const now = new Map(end.versions.map((version) => [version.number, JSON.stringify(version)]));
  const seen = [...operations.flatMap(versionsIn), ...afterwards.versions];
  const changed = seen.filter((version) => now.get(version.number) !== JSON.stringify(version));
  const manifests = operations.flatMap((each) =>
    each.op === 'read' && each.manifest ? [each.manifest] : [],
  );
  const otherFiles = manifests.filter(({ number, pins }) => !samePins(end.versions[number - 1]?.pins, pins));
  return [
    ...changed.flatMap(({ number }) =>
      violation('4 immutability', `version ${number} was seen otherwise than it is`),
    ),
    ...otherFiles.flatMap(({ number }) =>
      violation('8 runs', `runs were given other files of version ${number}`),
    ),
    ...(moved(end, afterwards) ? violation('nothing moves', 'something was stored after the end') : []),
  ];
}

function versionsIn(operation: Operation): readonly Version[] {
  if (operation.op === 'read') return operation.versions;
  return 'answer' in operation && 'version' in operation.answer ? [operation.answer.version] : [];
}

function moved(end: History['end'], afterwards: History['end']): boolean {
  if (end.versions.length !== afterwards.versions.length) return true;
  return JSON.stringify(sorted(end.objects)) !== JSON.stringify(sorted(afterwards.objects));
}

function sorted(objects: readonly StoredObject[]): readonly string[] {
  return objects.map(({ path, versionId }) => `${path} ${versionId}`).toSorted();
}

/** A version is some request's that was not refused each time; a refused save left no object. */
function refusalsStoredNothing({ operations, end }: History): readonly Violation[] {
  const attempts = attemptsIn(operations);
  const open = new Set(attempts.filter(mayHaveMade).map(({ message }) => message));
  const asked = new Set(attempts.map(({ message }) => message));
  return end.versions
    .filter(({ message }) => !open.has(message))
    .flatMap(({ number, message }) =>
      violation(
        '5 all or nothing',
        `version ${number} is that of ${message}, which ${asked.has(message) ? 'was refused' : 'nobody asked for'}`,
      ),
    );
}

function mayHaveMade({ answer }: Attempt): boolean {
  return answer.kind === 'made' || answer.kind === 'unknown';
}

/** One version at most per request, and per key; an answer names the version that is there. */
function exactlyOnce({ operations, end }: History): readonly Violation[] {
  const attempts = attemptsIn(operations);
  const keyOf = new Map(attempts.map(({ message, key }) => [message, key ?? `no key, ${message}`]));
  const perKey = Map.groupBy(end.versions, ({ message }) => keyOf.get(message));
  const twice = [...perKey].filter(([, made]) => made.length > 1);
  const answered = attempts.filter(({ answer }) => answer.kind === 'made');
  const numbersOf = Map.groupBy(answered, ({ message }) => keyOf.get(message));
  const differing = [...numbersOf].filter(([, each]) => new Set(each.map(numberOf)).size > 1);
  const wrong = answered.filter(
    (attempt) => end.versions[numberOf(attempt) - 1]?.message !== attempt.message,
  );
  return [
    ...twice.flatMap(([key, made]) =>
      violation('6 exactly once', `${key} made the versions ${made.map(({ number }) => number)}`),
    ),
    ...differing.flatMap(([key]) => violation('6 exactly once', `${key} was answered with several versions`)),
    ...wrong.flatMap(({ message }) =>
      violation('6 exactly once', `${message} was answered with another's version`),
    ),
  ];
}

function numberOf({ answer }: Attempt): number {
  return answer.kind === 'made' ? answer.version.number : 0;
}

function rollbacks({ operations, end }: History): readonly Violation[] {
  const targets = new Map(attemptsIn(operations).map(({ message, target }) => [message, target]));
  return end.versions.flatMap(({ number, message, rollbackOf, pins }) => {
    if (rollbackOf !== (targets.get(message) ?? null))
      return violation(
        'rollback',
        `version ${number} is a rollback of ${rollbackOf}, not as it was asked for`,
      );
    if (rollbackOf === null) return [];
    const target = end.versions[rollbackOf - 1];
    const isSame = rollbackOf < number && samePins(target?.pins, pins);
    return isSame
      ? []
      : violation('rollback', `version ${number} does not pin what version ${rollbackOf} pins`);
  });
}

function expectedVersions({ operations, end }: History): readonly Violation[] {
  const expected = new Map(
    attemptsIn(operations).map(({ message, expectedVersion }) => [message, expectedVersion]),
  );
  return end.versions.flatMap(({ number, message }) => {
    const wanted = expected.get(message) ?? null;
    return wanted === null || wanted === number - 1
      ? []
      : violation('expected_version', `version ${number} was to follow version ${wanted} only`);
  });
}

/** Whatever was acknowledged is in the bucket, also below a restore's copies and delete markers. */
function nothingLost({ operations, end }: History): readonly Violation[] {
  const there = new Set(end.objects.map(({ path, versionId }) => `${path}@${versionId}`));
  const edits = operations.filter((each) => each.op === 'save' || each.op === 'delete');
  return edits
    .filter(({ outcome, versionId }) => outcome === 'done' && versionId !== null)
    .map(({ path, versionId }) => `${path}@${versionId}`)
    .filter((object) => !there.has(object))
    .flatMap((object) => violation('nothing is lost', `${object} was acknowledged and is gone`));
}

/** Once all events have been delivered. */
function flag({ end }: History): readonly Violation[] {
  const current = end.versions.at(-1);
  const etags = new Map(end.objects.map(({ path, versionId, etag }) => [`${path}@${versionId}`, etag]));
  const pinned = Object.entries(current?.pins ?? {}).map(([path, versionId]) => [
    path,
    etags.get(`${path}@${versionId}`),
  ]);
  const newest = new Map(end.objects.map(({ path, etag }) => [path, etag]));
  const draft = [...newest].filter(([, etag]) => etag !== null);
  const truth =
    current === undefined ? null : JSON.stringify(draft.toSorted()) !== JSON.stringify(pinned.toSorted());
  return end.draftDirty === truth
    ? []
    : violation('7 the flag converges', `draft_dirty is ${end.draftDirty}, and ${truth} is the truth`);
}

function faults({ operations }: History): readonly Violation[] {
  return operations.flatMap((each) => (each.op === 'fault' ? violation('answers', each.what) : []));
}

function attemptsIn(operations: readonly Operation[]): readonly Attempt[] {
  return operations.filter((each): each is Attempt => each.op === 'publish' || each.op === 'rollback');
}

function samePins(one: object | undefined, other: object): boolean {
  return (
    one !== undefined &&
    JSON.stringify(Object.entries(one).sort()) === JSON.stringify(Object.entries(other).sort())
  );
}

function violation(promise: string, text: string): readonly Violation[] {
  return [{ promise, text }];
}
