// One thing that a working service does, and where to look if it does not.
import type { OperationId } from '../../client/request.ts';

export interface Step {
  /** Unique; the text of its line. */
  readonly name: string;
  /** Names of earlier steps. Unless all of them passed, this one is not tried. */
  readonly needs: readonly string[];
  readonly lookAt: Place;
  /** Resolves with a remark for the line. Rejects if the service breaks a promise, or with `NotTried`. */
  run(): Promise<string | undefined>;
}

export interface Place {
  /** Whose function answers. */
  readonly operation: OperationId;
  /** IAM actions that this function's role needs here. */
  readonly rights: readonly string[];
  /** What else can be the cause: settings, and parts besides the function. */
  readonly besides?: string;
}

/** The service answered, but not as it promises. */
export class Unexpected extends Error {
  override name = 'Unexpected';
}

/** This service cannot be asked; the message says why. */
export class NotTried extends Error {
  override name = 'NotTried';
}

/** Throws `Unexpected`. */
export function must(condition: boolean, otherwise: string): asserts condition {
  if (!condition) throw new Unexpected(otherwise);
}
