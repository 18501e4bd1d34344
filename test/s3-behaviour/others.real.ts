// MinIO and LocalStack differ from AWS as the cases have recorded it: no more, no less.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RunningServer } from '../../infra/local/servers/spawn-server.ts';
import { MissingTool } from '../../infra/local/servers/tools.ts';
import { cases } from './all-cases.ts';
import { runCases } from './run-cases.ts';
import { type OtherServer, otherServer } from './servers.ts';

const names: readonly OtherServer[] = ['minio', 'localstack'];

describe.each(names)('%s', (name) => {
  let server: RunningServer | undefined;
  let missing: string | undefined;
  let outcomes: ReadonlyMap<string, string>;

  beforeAll(async () => {
    try {
      server = await otherServer(name);
    } catch (error) {
      if (!(error instanceof MissingTool)) throw error;
      missing = error.message;
      return;
    }
    outcomes = await runCases(cases, server.url);
  }, 900_000);

  afterAll(() => server?.stop());

  test.for(cases)('$rule', ({ rule, expected, [name]: difference }, { skip }) => {
    skip(missing !== undefined, missing);
    expect(outcomes.get(rule)).toBe(difference?.outcome ?? expected);
  });
});
