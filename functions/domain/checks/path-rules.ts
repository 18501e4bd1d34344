// What the paths of a pipeline say by themselves: no file is read for it, and all files count, not only what changed.
import { candidatesOf, type DraftFile, qualityTestsOf, sourceOf } from '../snapshot.ts';
import { unusablePathProblems } from '../unusable-paths.ts';
import { type FileFinding, ofFile } from './finding.ts';

export function pathFindings(files: readonly DraftFile[]): readonly FileFinding[] {
  return [...twoSources(files), ...testsNotRun(files), ...similarPaths(files), ...unportablePaths(files)];
}

function twoSources(files: readonly DraftFile[]): readonly FileFinding[] {
  const source = sourceOf(files)?.path;
  const message = `Runs use ${source} and ignore this file; remove one of the two.`;
  return candidatesOf(files)
    .filter(({ path }) => path !== source)
    .map(({ path }) => ({ path, finding: ofFile('two-sources', message) }));
}

const LIKE_A_TEST = /^tests\/quality\/.+\.sql$/i;

function testsNotRun(files: readonly DraftFile[]): readonly FileFinding[] {
  const run = new Set(qualityTestsOf(files).map(({ path }) => path));
  const message =
    'No run uses this quality test: tests are the files tests/quality/*.sql, in lower case and not in folders.';
  return files
    .filter(({ path }) => LIKE_A_TEST.test(path) && !run.has(path))
    .map(({ path }) => ({ path, finding: ofFile('test-not-run', message) }));
}

/** NTFS and APFS ignore case, APFS ignores Unicode's normal forms, and push sends paths as NFC. */
function similarPaths(files: readonly DraftFile[]): readonly FileFinding[] {
  const groups = Map.groupBy(files, ({ path }) => path.normalize('NFC').toLowerCase());
  return [...groups.values()].flatMap(([first, ...others]) =>
    others.map(({ path }) => ({ path, finding: ofFile('similar-paths', similarTo(first?.path ?? '')) })),
  );
}

function similarTo(path: string): string {
  return `This path differs from ${JSON.stringify(path)} by case or by Unicode normal form only; on Windows and macOS they are one file.`;
}

function unportablePaths(files: readonly DraftFile[]): readonly FileFinding[] {
  const problems = new Map(unusablePathProblems(files).map(({ path, reason }) => [path, reason]));
  return files.flatMap(({ path }) => {
    const reason = problems.get(path) ?? windowsProblem(path);
    return reason === null ? [] : [{ path, finding: ofFile('unportable-path', `The path ${reason}.`) }];
  });
}

// https://learn.microsoft.com/en-us/windows/win32/fileio/naming-a-file
const RESERVED = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|$)/i;

function windowsProblem(path: string): string | null {
  const names = path.split('/');
  if (/[<>:"|?*]/.test(path)) return 'has a character that Windows does not allow in names: < > : " | ? *';
  if (names.some((name) => /[. ]$/.test(name)))
    return 'has a name that ends in a dot or a space, which Windows drops';
  if (names.some((name) => RESERVED.test(name))) return 'has a name that Windows keeps for a device';
  return null;
}
