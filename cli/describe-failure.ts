// A failure as its exit code, a line for people and an object for scripts. A fault of ours keeps its stack.
import { CommanderError } from 'commander';
import { ApiError, Unreachable } from '../client/errors.ts';
import { EXIT, Failed, Interrupted, WrongUse } from './failures.ts';

export interface Described {
  readonly exitCode: number;
  readonly error: { readonly code: string; readonly message: string } & Readonly<Record<string, unknown>>;
  readonly details?: Readonly<Record<string, unknown>> | undefined;
}

export function describeFailure(error: unknown): Described {
  if (error instanceof ApiError) return refusal(error);
  if (error instanceof Unreachable) return plain(EXIT.unreachable, 'UNREACHABLE', unreachableText(error));
  if (error instanceof WrongUse) return plain(EXIT.wrongUse, 'WRONG_USE', error.message);
  if (error instanceof CommanderError) return plain(EXIT.wrongUse, 'WRONG_USE', wrongUseText(error));
  if (error instanceof Interrupted) return plain(EXIT.interrupted, 'INTERRUPTED', error.message);
  if (error instanceof Failed && error.cause instanceof ApiError) return refusal(error.cause, error.message);
  if (error instanceof Failed) return plain(EXIT.refused, 'FAILED', error.message);
  if (isOfSystem(error)) return plain(EXIT.refused, error.code ?? 'FAILED', error.message);
  return plain(
    EXIT.refused,
    'FAULT',
    error instanceof Error ? (error.stack ?? error.message) : String(error),
  );
}

/** Never suggests a command that edits or publishes: people run a suggestion without reading it. */
function wrongUseText({ message }: CommanderError): string {
  const text = message.replace(/^error: /, '').replaceAll('\n', ' ');
  const suggestion = / \(Did you mean (?:one of )?([^?]+)\?\)$/.exec(text);
  if (suggestion === null) return text;
  const edits = (suggestion[1] ?? '').split(', ').some((command) => EDITING.has(command));
  return edits ? `${text.slice(0, suggestion.index)}; --help lists the commands` : text;
}

const EDITING = new Set([
  ...['create', 'push', 'publish', 'rollback', 'restore'],
  ...['freeze', 'unfreeze', 'login', 'logout'],
]);

function unreachableText({ message, cause }: Unreachable): string {
  const code = codeOf(cause);
  if (code === 'ECONNREFUSED')
    return `${message} Nothing listens there: start the service (npm start in a clone of it), or name another by --url or PIPELINE_VERSIONING_URL.`;
  if (code === 'ENOTFOUND') return `${message} Look for a mistake in the name of the host.`;
  return message;
}

/** fetch puts the network's failure into the cause of its own. */
function codeOf(cause: unknown): unknown {
  if (!(cause instanceof Error)) return undefined;
  return 'code' in cause ? cause.code : codeOf(cause.cause);
}

function plain(exitCode: number, code: string, message: string): Described {
  return { exitCode, error: { code, message } };
}

function refusal(
  { code, type, details, requestId, status, message: said }: ApiError,
  message = said,
): Described {
  const error = { code, type, message, status, request_id: requestId, ...(details && { details }) };
  return { exitCode: EXIT.refused, error, details };
}

/** Such as EACCES and ENOSPC: the message names the file. */
function isOfSystem(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error && 'code' in error;
}
