// DynamoDB Local does what AWS says, case by case: what the suites prove on it, they prove of AWS's rules.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startDynamoDbLocal } from '../../infra/local/servers/dynamodb-local.ts';
import type { RunningServer } from '../../infra/local/servers/spawn-server.ts';
import { MissingTool } from '../../infra/local/servers/tools.ts';
import { cases, runCases } from './run-cases.ts';

let server: RunningServer | undefined;
let missing: string | undefined;
let outcomes: ReadonlyMap<string, string>;

beforeAll(async () => {
  try {
    server = await startDynamoDbLocal();
  } catch (error) {
    if (!(error instanceof MissingTool)) throw error;
    missing = error.message;
    return;
  }
  outcomes = await runCases(server.url);
}, 300_000);

afterAll(() => server?.stop());

test.for(cases)('$rule', ({ rule, expected, dynamodbLocal }, { skip }) => {
  skip(missing !== undefined, missing);
  expect(outcomes.get(rule)).toBe(dynamodbLocal?.outcome ?? expected);
});
