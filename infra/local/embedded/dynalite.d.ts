// The parts of dynalite that are used here; the package has no types of its own.

declare module 'dynalite/db/index.js' {
  import type { TableDescription } from '@aws-sdk/client-dynamodb';
  import type { ClassicLevel } from 'classic-level';

  namespace db {
    interface Store {
      readonly db: ClassicLevel;
      readonly tableDb: {
        put(name: string, table: TableDescription, done: (error: unknown) => void): void;
      };
      getTable(
        name: string,
        checkStatus: boolean,
        done: (error: unknown, table: TableDescription) => void,
      ): void;
    }
  }

  interface StoreOptions {
    readonly path: string;
    readonly createTableMs: number;
    readonly deleteTableMs: number;
    readonly updateTableMs: number;
  }

  const db: { create(options: StoreOptions): db.Store };
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
