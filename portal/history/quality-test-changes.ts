// The changes of a version to its quality tests, against the version before.
import type { Comparison, FileChange } from '../../client/types.ts';

export interface TestChange {
  readonly change: 'added' | 'changed' | 'removed';
  /** Without folder and extension. */
  readonly name: string;
}

export interface VersionChanges {
  readonly tests: readonly TestChange[];
  /** How many other files changed. */
  readonly otherFiles: number;
}

const QUALITY_TEST = /^tests\/quality\/([^/]+)\.sql$/;

export function changesOf({ files }: Comparison): VersionChanges {
  const tests = files.flatMap(testChanges);
  return { tests, otherFiles: files.filter((file) => testChanges(file).length === 0).length };
}

/** A first version adds all its tests. */
export function changesOfFirst(paths: readonly string[]): VersionChanges {
  const tests = paths.flatMap((path) => testChange('added', path));
  return { tests, otherFiles: paths.length - tests.length };
}

/** Runs report a test by its name, so a renamed test counts as removed and added. */
function testChanges({ path, change, from }: FileChange): readonly TestChange[] {
  if (change === 'renamed') return [...testChange('removed', from?.path), ...testChange('added', path)];
  return testChange(change === 'modified' ? 'changed' : change, path);
}

function testChange(change: TestChange['change'], path = ''): readonly TestChange[] {
  const name = QUALITY_TEST.exec(path)?.[1];
  return name === undefined ? [] : [{ change, name }];
}
