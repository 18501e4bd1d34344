// What all findings come to under a pipeline's settings.
import { inReadingOrder } from '../snapshot.ts';
import type { FileFinding, Finding, Place } from './finding.ts';
import { RULES, type Severity } from './rules.ts';
import type { Settings } from './settings.ts';
import { shownVerdict, type Verdict, verdictOf } from './verdict.ts';

/** A finding of a built-in rule, or of the deployment's own check, whose rules have names of its own. */
export interface ReportedFinding extends Place {
  readonly rule: string;
  readonly message: string;
}

export interface FileReport {
  readonly path: string;
  readonly errors: readonly ReportedFinding[];
  readonly warnings: readonly ReportedFinding[];
}

export interface Report {
  readonly verdict: Verdict;
  /** No errors. */
  readonly valid: boolean;
  /** Files with findings, as people read a pipeline. */
  readonly files: readonly FileReport[];
  /** Findings that `files` has no room for. */
  readonly more: number;
  /** What the deployment's own check says of the whole, or why it says nothing. */
  readonly message?: string;
}

interface Level {
  readonly path: string;
  readonly finding: ReportedFinding;
  readonly level: Severity | 'off';
}

/** As many findings as an answer lists, errors first. */
export const MAX_FINDINGS = 100;

/** `leftOut` are the paths that checks never look at. */
export function reportOf(
  found: readonly FileFinding[],
  settings: Settings,
  leftOut: ReadonlySet<string> = new Set(),
): Report {
  const levels = found.map(({ path, finding }) => ({ path, finding, level: levelOf(finding, settings) }));
  const valid = !levels.some(({ level }) => level === 'error');
  return { verdict: verdictOf(valid, leftOut, found), valid, ...listed(levels) };
}

/** As many as an answer lists, file by file. */
export function listed(levels: readonly Level[]): Pick<Report, 'files' | 'more'> {
  const errors = levels.filter(({ level }) => level === 'error');
  const warnings = levels.filter(({ level }) => level === 'warning');
  const shown = [...inReadingOrder(errors), ...inReadingOrder(warnings)].slice(0, MAX_FINDINGS);
  const of = (path: string, wanted: Severity) =>
    shown.filter((one) => one.path === path && one.level === wanted).map(({ finding }) => finding);
  const paths = [...new Set(shown.map(({ path }) => path))].map((path) => ({ path }));
  return {
    files: inReadingOrder(paths).map(({ path }) => ({
      path,
      errors: of(path, 'error'),
      warnings: of(path, 'warning'),
    })),
    more: errors.length + warnings.length - shown.length,
  };
}

/** What is known of a version without another look at it. */
export function reportFrom(verdict: Verdict): Report {
  return { verdict, valid: verdict !== 'failed', files: [], more: 0 };
}

/** As answers and errors carry it. */
export function shownReport(report: Report) {
  return { ...report, verdict: shownVerdict(report.verdict) };
}

function levelOf({ rule }: Finding, settings: Settings): Severity | 'off' {
  return settings.get(rule) ?? RULES[rule];
}
