// What of the API suites is left out on an emulator, and why: it is not as AWS is, so that tests cannot pass, or the same
// is shown elsewhere. Test files, and full names of tests.
export type EmulatorName = 'LocalStack' | 'MiniStack';

export interface Differences {
  readonly files: Readonly<Record<string, string>>;
  readonly tests: Readonly<Record<string, string>>;
  /** Why the stack that was the last release tells of no news here. `run.ts --news` shows them with a stack of its own. */
  readonly withoutNews?: string;
}

const DECODED = 'path parameters arrive decoded';
const ONE_SLASH = 'two slashes arrive as one';
const BY_STORAGE =
  'S3 and DynamoDB decide it: it runs on MinIO with DynamoDB Local, in which LocalStack keeps its tables, too';
/** A second author's gateway, functions and events are what is worth a second run. */
const ON_LOCALSTACK = 'each request in an environment of its own: that runs on LocalStack';
const decidedByStorage = Object.fromEntries(
  ['compare', 'idempotency', 'model', 'paging'].map((name) => [`test/api/${name}.test.ts`, BY_STORAGE]),
);
const BY_OUR_CODE =
  'our own code decides it, behind a gateway that `routes-and-errors` tries route by route: it runs on MiniStack';
const decidedByCode = Object.fromEntries(
  ['check', 'freeze', 'publish-checks'].map((name) => [`test/api/${name}.test.ts`, BY_OUR_CODE]),
);
/** The stack began as the last release, whose table lacks it. */
const NO_NEW_INDEX = 'an update of the stack gives a table no index: that runs on MiniStack';
/** The table of the last release has no stream, and LocalStack says `unknown` for its ARN afterwards. */
const NO_NEW_STREAM =
  'an update of the stack turns on no stream of a table: that runs on MiniStack, and with --news on a new stack';
const NO_BYTES = 'bodies arrive as text, and bytes that are no UTF-8 are lost';

export const differences: Readonly<Record<EmulatorName, Differences>> = {
  LocalStack: {
    files: { ...decidedByStorage, ...decidedByCode, 'test/api/feed.test.ts': NO_NEW_INDEX },
    tests: {
      'there is no //health, and the answer says where the routes are listed': ONE_SLASH,
      'and is none: "/"': ONE_SLASH,
      'bytes that are no text come back as they were saved': 'answers stay base64: `*/*` is not heeded',
      'of a save and a delete of the same file one happens, and the other is refused':
        'there are no conditional deletes',
      'any Content-Type, or none': 'a form’s body is taken apart and put together again before it arrives',
    },
    withoutNews: NO_NEW_STREAM,
  },
  MiniStack: {
    files: {
      'test/api/files.test.ts': DECODED,
      'test/api/restore.test.ts': DECODED,
      'test/api/races.test.ts': ON_LOCALSTACK,
      ...decidedByStorage,
    },
    tests: {
      'is not UTF-8': NO_BYTES,
      'holds half a surrogate pair in UTF-8': NO_BYTES,
      'none of what was refused here has stored anything': 'it counts the two before',
      'a name is not decoded: %63lean_orders is refused': DECODED,
      'a name is not decoded: %2F is refused': DECODED,
      'a name with a slash': DECODED,
    },
  },
};
