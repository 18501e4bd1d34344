// One part of the fuzzing: something that is given nonsense, so many times, by a seed.

export interface FuzzOptions {
  readonly seed: number;
  readonly runs: number;
}

export interface FuzzPart {
  /** How many runs count as thorough. */
  readonly runs: number;
  /** With --quick. */
  readonly quickRuns: number;
  /** One line of figures about what was done. Throws for what must not happen, with what reproduces it. */
  run(options: FuzzOptions): Promise<string>;
}
