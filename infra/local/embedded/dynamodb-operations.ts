// The operations of DynamoDB, by dynalite on one LevelDB database. dynalite's own HTTP server stays unused: it answers
// every web page, and ends the process on a body such as `null` or when the database fails.
import { mkdir } from 'node:fs/promises';
import db from 'dynalite/db/index.js';
import validations from 'dynalite/validations/index.js';
import { addIndexes, withThroughput } from './add-indexes.ts';
import { limitProblem } from './limits.ts';
import { isRefusal, UNREADABLE } from './refusals.ts';

export interface Operations {
  has(name: string): boolean;
  /** Rejects with a `Refusal` (refusals.ts), or with the error of LevelDB. */
  perform(name: string, input: object): Promise<object>;
  close(): Promise<void>;
}

type Store = ReturnType<typeof db.create>;
type Action = (store: Store, input: object, done: (error: unknown, output: object) => void) => void;

interface Operation {
  readonly action: Action;
  readonly validation: { readonly types: object; readonly custom?: unknown };
}

const NAMES = [
  'BatchGetItem',
  'BatchWriteItem',
  'CreateTable',
  'DeleteItem',
  'DeleteTable',
  'DescribeTable',
  'DescribeTimeToLive',
  'GetItem',
  'ListTables',
  'PutItem',
  'Query',
  'Scan',
  'UpdateItem',
  'UpdateTable',
];

/** Rejects with the error of the file system or of LevelDB. */
export async function openOperations(dataDir: string): Promise<Operations> {
  const operations = new Map(await Promise.all(NAMES.map(async (name) => [name, await load(name)] as const)));
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const store = db.create({ path: dataDir, createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
  await store.db.open();
  return {
    has: (name) => operations.has(name),
    async perform(name, input) {
      const operation = operations.get(name);
      if (operation === undefined) throw new Error(`there is no operation ${name}`);
      if (name === 'UpdateTable') {
        const update = checked(store, operation.validation, withThroughput(input));
        const added = await addIndexes(store, update, input);
        if (added !== null) return added;
      }
      return perform(store, operation, input);
    },
    close: () => store.db.close(),
  };
}

async function load(name: string): Promise<Operation> {
  const file = `${name.charAt(0).toLowerCase()}${name.slice(1)}.js`;
  const [action, validation] = await Promise.all([
    import(`dynalite/actions/${file}`),
    import(`dynalite/validations/${file}`),
  ]);
  return { action: action.default, validation: validation.default };
}

function perform(store: Store, { action, validation }: Operation, given: object): Promise<object> {
  const { promise, resolve, reject } = Promise.withResolvers<object>();
  const input = checked(store, validation, given);
  action(store, input, (error, output) => (error ? reject(error) : resolve(output)));
  return promise;
}

/**
 * Throws a `Refusal`. dynalite does not know some limits, and its own checks stumble over some input, such as a `null`
 * among the values of a map.
 */
function checked(store: Store, { types, custom }: Operation['validation'], given: object): object {
  try {
    const input = validations.checkTypes(given, types);
    validations.checkValidations(input, types, custom, store);
    const problem = limitProblem(input);
    if (problem !== undefined) throw problem;
    return input;
  } catch (error) {
    throw isRefusal(error) ? error : UNREADABLE;
  }
}
