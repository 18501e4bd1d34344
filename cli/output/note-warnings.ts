import type { MadeVersion } from '../../client/types.ts';
import type { Output } from './output.ts';
import { escapedLine, quoted } from './quoted.ts';

/** A line for each file that keeps a version from being pulled whole. */
export function noteWarnings(out: Output, { warnings = [] }: MadeVersion): void {
  for (const { path, reason } of warnings)
    out.note(
      `Warning: ${quoted(path)} ${escapedLine(reason)}; pull can only leave it out (--skip-unusable), and push --delete removes it from the draft.`,
    );
}
