// What the flags of `npm start` ask for. Wrong flags as a process: start.test.ts.
import type { networkInterfaces } from 'node:os';
import { describe, expect, test, vi } from 'vitest';
import { DEFAULT_LAYOUT_SETTINGS } from '../../../../functions/domain/layout.ts';
import { chosenServers } from '../../../../infra/local/service/chosen-servers.ts';
import { parseFlags } from '../../../../infra/local/service/flags.ts';

const MINIO = 'http://127.0.0.1:9000';
const LOCALSTACK = 'http://127.0.0.1:4566';

describe('the servers that are used', () => {
  test.each([
    { flags: [], given: {}, credentials: 'local' },
    { flags: ['--s3', 'http://s3:1/'], given: { s3Url: 'http://s3:1' }, credentials: 'standard' },
    { flags: ['--dynamodb', 'https://d'], given: { dynamodbUrl: 'https://d' }, credentials: 'standard' },
    {
      flags: ['--s3', 'http://a', '--dynamodb', 'http://b', '--sqs', 'http://c'],
      given: { s3Url: 'http://a', dynamodbUrl: 'http://b', sqsUrl: 'http://c' },
      credentials: 'standard',
    },
    { flags: ['--minio'], given: { s3Url: MINIO }, credentials: 'local' },
    {
      flags: ['--localstack'],
      given: { s3Url: LOCALSTACK, dynamodbUrl: LOCALSTACK, sqsUrl: LOCALSTACK },
      credentials: 'local',
    },
    {
      flags: ['--minio', '--localstack'],
      given: { s3Url: MINIO, dynamodbUrl: LOCALSTACK },
      credentials: 'local',
    },
  ])('$flags', ({ flags, given, credentials }) => {
    const options = parseFlags(flags);

    expect(options.credentials).toBe(credentials);
    expect(JSON.parse(JSON.stringify(options.given))).toEqual(given);
  });
});

test('nothing is changed, and events are expected, unless flags say otherwise', () => {
  expect(parseFlags([])).toMatchObject({
    setup: false,
    draftRuns: false,
    events: true,
    bucket: 'pipelines',
    table: 'pipeline-versions',
  });
  expect(
    parseFlags(['--setup', '--draft-runs', '--no-events', '--bucket', 'my.bucket', '--table', 'My_table']),
  ).toMatchObject({
    setup: true,
    draftRuns: true,
    events: false,
    bucket: 'my.bucket',
    table: 'My_table',
  });
});

test('what makes a directory a pipeline is a flag each, and a wrong one is named', () => {
  const flags = [
    '--sources',
    'dag.py, *.ipynb',
    '--layers',
    'raw',
    '--prefix',
    'a/{layer}/{namespace}/{name}/',
  ];

  expect(parseFlags(flags).layout).toEqual({
    sources: ['dag.py', '*.ipynb'],
    layers: ['raw'],
    prefix: 'a/{layer}/{namespace}/{name}/',
  });
  expect(parseFlags([]).layout).toEqual(DEFAULT_LAYOUT_SETTINGS);
});

test('a check of one’s own has its secret in a variable', () => {
  vi.stubEnv('LOCAL_CHECK_SECRET', 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw');
  const url = 'http://127.0.0.1:9/check';

  const { check } = parseFlags(['--check-url', url, '--check-unreachable', 'allow']);

  expect(check).toEqual({ url, unreachable: 'allow', secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw' });
  expect(parseFlags([])).not.toHaveProperty('check');
});

describe('containers reach the webhook', () => {
  const flags = { minio: true, localstack: false, events: true };
  const address = (family: 'IPv4' | 'IPv6', text: string) =>
    ({ family, address: text }) as NonNullable<ReturnType<typeof networkInterfaces>[string]>[number];
  const interfaces = () => ({ docker0: [address('IPv6', 'fe80::1'), address('IPv4', '172.17.0.1')] });

  test('on Docker’s bridge, where there is one', () => {
    expect(chosenServers(flags, interfaces)).toMatchObject({ eventsHost: '172.17.0.1' });
    expect(chosenServers(flags, () => ({}))).toMatchObject({ eventsHost: undefined });
  });

  test('where --events-host says', () => {
    expect(chosenServers({ ...flags, eventsHost: '10.0.0.1' }, interfaces)).toMatchObject({
      eventsHost: '10.0.0.1',
    });
  });

  test('on no other address when the servers are no containers', () => {
    expect(chosenServers({ ...flags, minio: false }, interfaces)).toMatchObject({ eventsHost: undefined });
  });
});
