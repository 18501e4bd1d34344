// Checks files by their pinned bytes, within limits that leave a request its time.
import pMap from 'p-map';
import {
  type CheckedFile,
  checkFile,
  isToBeRead,
  MAX_CHECKED_BYTES,
  notRead,
} from '../domain/checks/check-file.ts';
import { type Finding, ofFile } from '../domain/checks/finding.ts';
import { pathFindings } from '../domain/checks/path-rules.ts';
import { type FileFinding, type Report, reportOf } from '../domain/checks/report.ts';
import { NO_SETTINGS, type Settings } from '../domain/checks/settings.ts';
import { changesByPath } from '../domain/comparison.ts';
import type { Pipeline } from '../domain/pipeline.ts';
import { configOf, type DraftFile, inReadingOrder, type ListedFile } from '../domain/snapshot.ts';
import type { Deps } from './deps.ts';

/** Files that are read side by side, and that are in memory at a time. */
const CONCURRENCY = 32;

/** Of one request. */
const MAX_READ_FILES = 1_000;
const MAX_READ_BYTES = 64 * 1024 * 1024;

/** Only a slow S3, or files made to be slow, take that long. */
const TIME_MS = 8_000;

export type CheckFiles = (files: readonly ListedFile[], base: readonly DraftFile[]) => Promise<Report>;

/**
 * Reports on the paths of all files and on the content of those that differ from `base`: one request for each text, and
 * one more for an unchanged config.yaml if there is anything to find in it. Of a second list that differs from the first
 * only the difference is read. Rejects with `THROTTLED` or `UNAVAILABLE` as S3 does.
 */
export function startChecks(deps: Deps, pipeline: Pipeline): CheckFiles {
  const deadline = deps.runtime.now().getTime() + TIME_MS;
  const read = new Map<string, Promise<CheckedFile>>();

  function check(file: ListedFile): Promise<CheckedFile> {
    const id = JSON.stringify([file.path, file.versionId]);
    const checking = read.get(id) ?? readAndCheck(file);
    read.set(id, checking);
    return checking;
  }

  async function readAndCheck({ path, size, versionId }: ListedFile): Promise<CheckedFile> {
    if (versionId === null) return unread(UNVERSIONED);
    if (size > MAX_CHECKED_BYTES) return unread(notRead(size));
    if (deps.runtime.now().getTime() >= deadline) return unread(NO_TIME);
    const stored = await deps.files.read(pipeline, { path, versionId }, MAX_CHECKED_BYTES);
    return stored?.bytes ? checkFile(path, stored.bytes) : unread(GONE);
  }

  return async (files, base) => {
    const texts = inReadingOrder(changedIn(files, base).filter(isToBeRead));
    const affordable = texts.slice(0, countAffordable(texts));
    const checked = await pMap(affordable, check, { concurrency: CONCURRENCY });
    const found: readonly FileFinding[] = [
      ...pathFindings(files),
      ...affordable.flatMap(({ path }, index) => inFile(path, checked[index]?.findings ?? [])),
      ...texts.slice(affordable.length).flatMap(({ path }) => inFile(path, [TOO_MANY])),
    ];
    return reportOf(found, found.length === 0 ? NO_SETTINGS : await settingsOf(files));
  };

  async function settingsOf(files: readonly ListedFile[]): Promise<Settings> {
    const config = configOf(files);
    return config === null ? NO_SETTINGS : (await check(config)).settings;
  }
}

function changedIn(files: readonly ListedFile[], base: readonly DraftFile[]): readonly ListedFile[] {
  const changes = changesByPath<DraftFile>(base, files);
  const changed = new Set(changes.filter(({ change }) => change !== 'unchanged').map(({ path }) => path));
  return files.filter(({ path }) => changed.has(path));
}

function countAffordable(files: readonly ListedFile[]): number {
  let bytes = 0;
  const first = files.findIndex(({ size }, index) => {
    if (size <= MAX_CHECKED_BYTES) bytes += size;
    return index === MAX_READ_FILES || bytes > MAX_READ_BYTES;
  });
  return first === -1 ? files.length : first;
}

function inFile(path: string, findings: readonly Finding[]): readonly FileFinding[] {
  return findings.map((finding) => ({ path, finding }));
}

function unread(finding: Finding): CheckedFile {
  return { findings: [finding], settings: NO_SETTINGS };
}

const UNVERSIONED = ofFile(
  'not-read',
  'The file was saved while the bucket was not versioned; it was not checked.',
);
const GONE = ofFile(
  'not-read',
  'The file was deleted for good or archived before it could be read; it was not checked.',
);
const NO_TIME = ofFile('not-read', 'There was no time left to read the file; it was not checked.');
const TOO_MANY = ofFile(
  'not-read',
  `More has changed than the ${MAX_READ_FILES} files and ${MAX_READ_BYTES / 1024 / 1024} MB that are read for checks; the file was not checked.`,
);
