// The versions that are stored in the end, against what clients asked for and saw. None of this needs an order of
// instants.
import type { Attempt, History, Operation, Version } from '../history/history.ts';
import { type Check, type Violation, violation } from './violation.ts';

export const versionChecks: readonly Check[] = [
  numbers,
  immutable,
  refusalsStoredNothing,
  exactlyOnce,
  rollbacks,
  expectedVersions,
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

/** Whatever answer showed a version, it showed the one that is there in the end. */
function immutable({ operations, end }: History): readonly Violation[] {
  const now = new Map(end.versions.map((version) => [version.number, JSON.stringify(version)]));
  const changed = operations
    .flatMap(versionsIn)
    .filter((version) => now.get(version.number) !== JSON.stringify(version));
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
  ];
}

function versionsIn(operation: Operation): readonly Version[] {
  if (operation.op === 'read') return operation.versions;
  return 'answer' in operation && 'version' in operation.answer ? [operation.answer.version] : [];
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

function attemptsIn(operations: readonly Operation[]): readonly Attempt[] {
  return operations.filter((each): each is Attempt => each.op === 'publish' || each.op === 'rollback');
}

function samePins(one: object | undefined, other: object): boolean {
  return (
    one !== undefined &&
    JSON.stringify(Object.entries(one).sort()) === JSON.stringify(Object.entries(other).sort())
  );
}
