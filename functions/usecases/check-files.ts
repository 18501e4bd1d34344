// Checks files by their pinned bytes, within limits that leave a request its time.
import pLimit from 'p-limit';
import pMap from 'p-map';
import type { CheckedFile } from '../domain/checks/check-file.ts';
import { type FileFinding, type Finding, ofFile } from '../domain/checks/finding.ts';
import {
  beyondLimits,
  exceedsLimits,
  isToBeRead,
  MAX_CHECKED_BYTES,
  MAX_READ_BYTES,
  MAX_READ_FILES,
  notRead,
} from '../domain/checks/limits.ts';
import { pathFindings } from '../domain/checks/path-rules.ts';
import { type Report, reportOf } from '../domain/checks/report.ts';
import { NO_SETTINGS } from '../domain/checks/settings.ts';
import { isSettled } from '../domain/checks/verdict.ts';
import { changesByPath } from '../domain/comparison.ts';
import type { Pipeline } from '../domain/pipeline.ts';
import {
  CONFIG_PATH,
  configOf,
  type DraftFile,
  fingerprintOf,
  inReadingOrder,
  isPinned,
  type ListedFile,
  type PinnedFile,
} from '../domain/snapshot.ts';
import type { VersionRecord } from '../domain/version.ts';
import { startClock } from './attempts.ts';
import type { Deps } from './deps.ts';

/** Files that are read side by side, and that are in memory at a time. */
const CONCURRENCY = 32;

/**
 * For all requests of this process, which has 50 connections to S3: where one process serves many publishes, each with
 * its reads, requests would wait for a connection until they time out. Lambda serves one request at a time.
 */
const inTurn = pLimit(CONCURRENCY);

/** Of one list. Only a slow S3, or files made to be slow, take that long. */
const TIME_MS = 8_000;

export interface Base {
  readonly current: VersionRecord;
  /** Its pins, asked for only if the files are not the same. */
  readonly pins: () => Promise<readonly DraftFile[]>;
}

export type CheckFiles = (files: readonly ListedFile[], base: Base | null) => Promise<Report>;

/**
 * Reports on the paths of all files, and on the content of those that need a look: one request for each text, and one
 * more for an unchanged config.yaml if there is anything to find in it. Nothing is read twice, whatever lists follow, and
 * nothing that this process has read lately.
 * Rejects with `THROTTLED` or `UNAVAILABLE` as S3 does.
 */
export function startChecks(deps: Deps, pipeline: Pipeline): CheckFiles {
  const left = startClock(deps.runtime);
  const read = new Map<string, Promise<CheckedFile>>();

  function readOnce(file: PinnedFile): Promise<CheckedFile> {
    const id = idOf(file);
    const checking = read.get(id) ?? readAndCheck(file);
    read.set(id, checking);
    return checking;
  }

  async function readAndCheck({ path, versionId }: PinnedFile): Promise<CheckedFile> {
    const known = deps.recentChecks?.get({ pipeline, path, versionId });
    if (known !== undefined) return known;
    const stored = await deps.files.read(pipeline, { path, versionId }, MAX_CHECKED_BYTES);
    if (!stored?.bytes) return unread(GONE);
    const checked = await checkedByRules(path, stored.bytes);
    deps.recentChecks?.add({ pipeline, path, versionId }, checked);
    return checked;
  }

  return async (files, base) => {
    const until = left() - TIME_MS;
    const isLate = () => left() <= Math.max(until, 0);

    async function check(file: ListedFile): Promise<CheckedFile> {
      if (!isPinned(file)) return unread(UNVERSIONED);
      if (file.size > MAX_CHECKED_BYTES) return unread(notRead(file.size));
      return inTurn(() => (isLate() && !isRead(file) ? unread(NO_TIME) : readOnce(file)));
    }

    const tooMany = beyondLimits(files);
    const texts = inReadingOrder((await unsettledIn(files, base)).filter(isToBeRead));
    const affordable = texts.filter(({ path }) => !tooMany.has(path));
    const others = texts.filter(({ path }) => tooMany.has(path));
    const checked = await pMap(affordable, check, { concurrency: CONCURRENCY });
    const found: readonly FileFinding[] = [
      ...pathFindings(files),
      ...affordable.flatMap(({ path }, index) => inFile(path, checked[index]?.findings ?? [])),
      ...others.flatMap(({ path }) => inFile(path, [TOO_MANY])),
    ];
    const leftOut = new Set([...tooMany, ...files.filter(exceedsLimits).map(({ path }) => path)]);
    const config = found.length === 0 ? null : configOf(files);
    if (config === null) return reportOf(found, NO_SETTINGS, leftOut);
    const { settings, findings } = await check(config);
    const unknown = texts.includes(config) ? [] : findings.filter(({ rule }) => rule === 'not-read');
    return reportOf([...found, ...inFile(config.path, unknown)], settings, leftOut);
  };

  function isRead(file: ListedFile): boolean {
    return read.has(idOf(file));
  }
}

/**
 * The files that need a look: those that differ from a version in which nothing was wrong or left out. On top of another
 * one all do, and so they do under another configuration, which may have other settings.
 */
async function unsettledIn(files: readonly ListedFile[], base: Base | null): Promise<readonly ListedFile[]> {
  if (base === null || !isSettled(base.current.checks)) return files;
  if (base.current.fingerprint === fingerprintOf(files)) return [];
  const pins = await base.pins();
  const changes = changesByPath<DraftFile>(pins, files).filter(({ change }) => change !== 'unchanged');
  const unsettled = new Set([...changes.map(({ path }) => path), ...beyondLimits(pins)]);
  return unsettled.has(CONFIG_PATH) ? files : files.filter(({ path }) => unsettled.has(path));
}

function idOf({ path, versionId }: ListedFile): string {
  return JSON.stringify([path, versionId]);
}

/** The rules are loaded with the first file: their parser of YAML takes a tenth of a publish's cold start. */
async function checkedByRules(path: string, bytes: Uint8Array): Promise<CheckedFile> {
  const { checkFile } = await import('../domain/checks/check-file.ts');
  return checkFile(path, bytes);
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
  `There is more than the ${MAX_READ_FILES} files and ${MAX_READ_BYTES / 1024 / 1024} MB that are read for checks; the file was not checked.`,
);
