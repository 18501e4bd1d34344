// doctor: what it finds right and wrong, on a service and without one.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { listening } from '../client/support/listening.ts';
import { useServers } from '../support/servers.ts';
import { createCli } from './support/run-cli.ts';

const { apiUrl } = await useServers();
const { version } = JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8'));
const narrow = { env: { PIPELINE_VERSIONING_FORCE_TTY: '60' } };

interface Meddling {
  readonly me?: { readonly status: number; readonly body: unknown };
  readonly health?: { readonly status: number; readonly body: unknown };
  readonly date?: string;
}

const refusal = (code: string) => ({
  error: { code, type: 'AUTHORIZATION', message: `It is ${code}.`, request_id: 'r-1' },
});

async function serviceWith({ me, health, date }: Meddling): Promise<string> {
  const server = createServer((request, response) => {
    const ok = { status: 200, body: { name: 'ada', subject: 's', roles: null } };
    const asked =
      request.url === '/health' ? (health ?? { status: 200, body: { status: 'ok', version } }) : (me ?? ok);
    if (date !== undefined) response.setHeader('Date', date);
    response.writeHead(asked.status, { 'Content-Type': 'application/json' }).end(JSON.stringify(asked.body));
  });
  return listening(server);
}

test('a service that is well has a line for each thing, in 60 columns', async () => {
  const { code, stdout, stderr } = await createCli(apiUrl, narrow).run('doctor');
  const lines = stdout.trimEnd().split('\n');

  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(lines.map((line) => line.split(/ {2,}/).slice(0, 2).join(' '))).toEqual(
    ['service', 'version', 'clock', 'caller', 'read', 'publish', 'versioning', 'lifecycle'].map(
      (check) => `${check} ok`,
    ),
  );
  for (const line of lines) expect(line.length, line).toBeLessThanOrEqual(60);
});

test('with --json a program reads the same', async () => {
  const { findings } = (await createCli(apiUrl).json('doctor')) as { findings: readonly unknown[] };

  expect(findings).toContainEqual({ check: 'version', state: 'ok', text: `${version} on both sides` });
});

test('nobody at the address is a finding, not a failure of the program', async () => {
  const { code, stdout, stderr } = await createCli('http://127.0.0.1:9').run('doctor');

  expect({ code, stderr }).toEqual({ code: 3, stderr: '' });
  expect(stdout).toMatch(
    /^service\tFAIL\thttp:\/\/127\.0\.0\.1:9 cannot be reached .*Start it, or name another/,
  );
});

const roles = (...grants: readonly object[]) => ({
  status: 200,
  body: { name: 'ada', subject: 's', roles: grants },
});

test.each<[string, Meddling, number, RegExp]>([
  [
    'a token that is not taken',
    { me: { status: 401, body: refusal('UNAUTHENTICATED') } },
    1,
    /^caller\tFAIL\t.*login/m,
  ],
  ['no role at all', { me: roles() }, 0, /^read\twarn\tnot allowed\. Ask for the role reader/m],
  [
    'a reader',
    { me: roles({ role: 'reader', namespace: 'a' }) },
    0,
    /^read\tok\tin a\n(?:.*\n)*publish\twarn/m,
  ],
  [
    'an operator',
    { me: roles({ role: 'operator', namespace: null }) },
    0,
    /^publish\tok\tin all namespaces$/m,
  ],
  [
    'a health that is not told',
    { health: { status: 403, body: refusal('FORBIDDEN') } },
    0,
    /^versioning\twarn/m,
  ],
  ['a clock that is minutes off', { date: 'Mon, 01 Jan 2024 00:00:00 GMT' }, 1, /^clock\tFAIL\t\d+ s ahead/m],
  [
    'another version',
    { health: { status: 200, body: { status: 'ok', version: '9.9.9' } } },
    0,
    /^version\twarn\t.*9\.9\.9 there/m,
  ],
  [
    'a version that is not said',
    { health: { status: 200, body: { status: 'ok' } } },
    0,
    /^version\twarn\t.*not known/m,
  ],
  [
    'a bucket that forgets',
    { health: { status: 200, body: { status: 'degraded', reason: 'x', causes: ['versioning'] } } },
    1,
    /^versioning\tFAIL\t.*Switch/m,
  ],
  [
    'rules that delete',
    {
      health: {
        status: 200,
        body: {
          status: 'degraded',
          causes: ['lifecycle'],
          lifecycle_rules: [{ id: 'old', effects: ['deletes'] }],
        },
      },
    },
    1,
    /^lifecycle\tFAIL\trules harm pipelines: old \(deletes\)/m,
  ],
  [
    'rules that the service may not see',
    { health: { status: 200, body: { status: 'ok', version, not_checked: ['lifecycle'] } } },
    0,
    /^lifecycle\twarn/m,
  ],
])('%s', async (_name, meddling, code, text) => {
  const ended = await createCli(await serviceWith(meddling)).run('doctor');

  expect(ended.stdout).toMatch(text);
  expect(ended.code).toBe(code);
});
