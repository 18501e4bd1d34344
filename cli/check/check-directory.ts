// The checks of a draft, on a directory.
import { readFile } from 'node:fs/promises';
import { checkFile } from '../../functions/domain/checks/check-file.ts';
import type { FileFinding } from '../../functions/domain/checks/finding.ts';
import {
  exceedsLimits,
  isToBeRead,
  MAX_CHECKED_BYTES,
  notRead,
} from '../../functions/domain/checks/limits.ts';
import { pathFindings } from '../../functions/domain/checks/path-rules.ts';
import { reportOf, shownReport } from '../../functions/domain/checks/report.ts';
import { NO_SETTINGS, type Settings } from '../../functions/domain/checks/settings.ts';
import {
  DEFAULT_LAYOUT_SETTINGS,
  layoutOf,
  layoutProblems,
  listOfText,
  setLayout,
} from '../../functions/domain/layout.ts';
import { WrongUse } from '../failures.ts';
import { readLocalDraft } from '../push/local-draft.ts';

/** Of what push would upload. Throws `WrongUse` as push does. */
export async function checkDirectory(dir: string, sources?: string) {
  if (sources !== undefined) useSources(sources);
  const { files, absolute } = await readLocalDraft(dir);
  const listed = files.map((file) => ({ ...file, etag: file.md5 }));
  const found: FileFinding[] = [...pathFindings(listed)];
  let ofPipeline: Settings = NO_SETTINGS;
  for (const { path, size } of files.filter(isToBeRead)) {
    const { findings, settings } =
      size > MAX_CHECKED_BYTES
        ? { findings: [notRead(size)], settings: NO_SETTINGS }
        : checkFile(path, await readFile(absolute(path)));
    found.push(...findings.map((finding) => ({ path, finding })));
    if (settings.size > 0) ofPipeline = settings;
  }
  return shownReport(
    reportOf(found, ofPipeline, new Set(files.filter(exceedsLimits).map(({ path }) => path))),
  );
}

/** The deployment's sources: a directory does not say whose it is. */
function useSources(text: string): void {
  const settings = { ...DEFAULT_LAYOUT_SETTINGS, sources: listOfText(text) };
  const [wrong] = layoutProblems(settings);
  if (wrong) throw new WrongUse(`--${wrong.setting} ${wrong.problem}.`);
  setLayout(layoutOf(settings));
}
