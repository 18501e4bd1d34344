// The parts of dynalite that are used here; the package has no types of its own.

declare module 'dynalite/db/index.js' {
  import type { ClassicLevel } from 'classic-level';

  interface Store {
    readonly db: ClassicLevel;
  }

  interface StoreOptions {
    readonly path: string;
    readonly createTableMs: number;
    readonly deleteTableMs: number;
    readonly updateTableMs: number;
  }

  const db: { create(options: StoreOptions): Store };
  export = db;
}

declare module 'dynalite/validations/index.js' {
  const validations: {
    /** The input without unknown fields. Throws a `Refusal` (refusals.ts). */
    checkTypes(input: object, types: object): object;
    /** Throws a `Refusal`. */
    checkValidations(input: object, types: object, custom: unknown, store: object): void;
  };
  export = validations;
}
