// How a command can end besides well, with its exit code. The service's own refusals are in client/errors.ts.

export const EXIT = { done: 0, refused: 1, wrongUse: 2, unreachable: 3, interrupted: 130 } as const;

/** The user can mend it: an argument, a flag, a setting, a directory. */
export class WrongUse extends Error {
  override name = 'WrongUse';
}

/** Could not be done, though rightly asked for. */
export class Failed extends Error {
  override name = 'Failed';
}

/** The user has stopped it, by Ctrl-C or by answering no. */
export class Interrupted extends Error {
  override name = 'Interrupted';
}
