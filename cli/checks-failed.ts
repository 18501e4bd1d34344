// A publish that checks refused, in the words of the command line: its findings, and how to publish all the same.
import { ApiError } from '../client/errors.ts';
import type { Checks } from '../client/types.ts';
import { Failed } from './failures.ts';
import { countFindings, renderFindings } from './output/findings.ts';
import type { Output } from './output/output.ts';
import { nameOf, type PipelinePath } from './pipeline-argument.ts';

/** The error to end with: any other as it is. */
export function asChecksFailed(out: Output, path: PipelinePath, failure: unknown): unknown {
  if (!(failure instanceof ApiError) || failure.code !== 'CHECKS_FAILED') return failure;
  const checks = failure.details?.checks as Checks;
  noteFindings(out, checks);
  if (checks.message !== undefined || checks.files.length === 0) return refusedByOwnCheck(path, failure);
  return new Failed(
    `The draft of ${nameOf(path)} has ${countFindings(checks)}; nothing was published. Correct them, or publish all the same with --allow-failed-checks.`,
    { cause: failure },
  );
}

/** Its words stand above, with its findings. */
function refusedByOwnCheck(path: PipelinePath, failure: ApiError): Failed {
  return new Failed(
    `The check of this deployment refuses ${nameOf(path)}; nothing was published. Correct it, or publish all the same with --allow-failed-checks.`,
    { cause: failure },
  );
}

/** A line each, beside the result; then what the deployment's own check says of the whole. */
export function noteFindings(out: Output, checks: Checks): void {
  if (checks.files.length > 0) out.aside(checks, (shown) => renderFindings(shown));
  if (checks.message) out.aside(checks, ({ message = '' }) => message);
}
