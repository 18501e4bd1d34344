// The deployment's own check over HTTP: the request that it gets, and its answers: right, wrong, late and missing.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { createCandidateCheck, MAX_ANSWER_BYTES } from '../../functions/adapters/webhook/candidate-check.ts';
import type { Candidate } from '../../functions/domain/candidate.ts';
import type { Fingerprint, SnapshotId } from '../../functions/domain/snapshot.ts';
import { withinTime } from '../../functions/request-scope.ts';

const SECRET = `whsec_${Buffer.from('a secret of twenty-four.').toString('base64')}`;
const OTHER = `whsec_${Buffer.from('another of twenty-four..').toString('base64')}`;
const CANDIDATE: Candidate = {
  pipeline: { namespace: 'default', layer: 'silver', name: 'orders' },
  message: 'Größer',
  createdBy: 'ann',
  rollbackOf: null,
  snapshotId: 's1' as SnapshotId,
  fingerprint: 'f1' as Fingerprint,
  source: 'pipeline.sql',
  files: [],
};

type Answering = (response: ServerResponse, request: IncomingMessage) => unknown;

let server: Server;
let url: string;
let answering: Answering;
const received: { readonly headers: Record<string, string>; readonly body: string }[] = [];

beforeAll(async () => {
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    received.push({
      headers: request.headers as Record<string, string>,
      body: Buffer.concat(chunks).toString(),
    });
    await answering(response, request);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/check`;
});
beforeEach(() => {
  received.length = 0;
  answering = (response) => response.end('{"valid":true}');
});
afterEach(() => server.closeAllConnections());
afterAll(() => void server.close());

const checkAt = (
  at: string,
  more: { timeoutMs?: number; readSecrets?: () => Promise<readonly string[]> } = {},
) =>
  createCandidateCheck({
    url: at,
    unreachable: 'refuse',
    readSecrets: async () => [SECRET],
    present: async ({ message }) => ({ message }),
    ...more,
  });
const ask = (more = {}, candidate = CANDIDATE) => checkAt(url, more).ask(candidate);
const unanswered = (reason: RegExp) => ({ isAnswered: false, reason: expect.stringMatching(reason) });

test('the body is signed as Standard Webhooks says', async () => {
  const answer = await ask();

  const [{ headers, body } = { headers: {}, body: '' }] = received;
  expect(answer).toEqual({ isAnswered: true, valid: true, files: [], message: null });
  expect(new Webhook(SECRET).verify(body, headers)).toEqual({ message: 'Größer' });
  expect(() => new Webhook(OTHER).verify(body, headers)).toThrow('No matching signature');
  expect(headers).toMatchObject({ 'content-type': 'application/json' });
});

test('during a rotation both secrets sign, so either verifies', async () => {
  await ask({ readSecrets: async () => [OTHER, SECRET] });

  for (const secret of [SECRET, OTHER])
    expect(new Webhook(secret).verify(received[0]?.body ?? '', received[0]?.headers ?? {})).toBeTruthy();
});

test('the same candidate has the same id, and any other another', async () => {
  await ask();
  await ask();
  await ask({}, { ...CANDIDATE, snapshotId: 's2' as SnapshotId });
  await ask({}, { ...CANDIDATE, rollbackOf: 1 });

  const ids = received.map(({ headers }) => headers['webhook-id']);
  expect(ids[1]).toBe(ids[0]);
  expect(new Set(ids).size).toBe(3);
});

test('a refusal has findings, places and words; what is left out has a default', async () => {
  answering = (response) =>
    response.end(
      JSON.stringify({
        valid: false,
        message: 'No.',
        more: 'is left alone',
        files: [
          { path: 'pipeline.sql', errors: [{ message: 'Star', line: 2, column: 3, rule: 'L044' }] },
          { path: 'b.sql', warnings: [{ message: 'Odd' }] },
        ],
      }),
    );

  expect(await ask()).toEqual({
    isAnswered: true,
    valid: false,
    message: 'No.',
    files: [
      { path: 'pipeline.sql', errors: [{ message: 'Star', line: 2, column: 3, rule: 'L044' }], warnings: [] },
      {
        path: 'b.sql',
        errors: [],
        warnings: [{ message: 'Odd', line: null, column: null, rule: 'own-check' }],
      },
    ],
  });
});

test.each<[string, RegExp, Answering]>([
  ['is no JSON', /no object of JSON/, (response) => response.end('<html>')],
  ['is empty', /no object of JSON/, (response) => response.end()],
  ['has no verdict', /valid/, (response) => response.end('{"message":"fine"}')],
  ['has a verdict of another type', /valid/, (response) => response.end('{"valid":"true"}')],
  [
    'contradicts itself',
    /valid is true|valid: is true/,
    (response) => response.end('{"valid":true,"files":[{"path":"a","errors":[{"message":"m"}]}]}'),
  ],
  [
    'has a wrong place',
    /files\.0\.errors\.0\.line/,
    (response) => response.end('{"valid":false,"files":[{"path":"a","errors":[{"message":"m","line":0}]}]}'),
  ],
  ['is an error', /status 500/, (response) => response.writeHead(500).end('{"valid":true}')],
  ['is a refusal of the caller', /status 401/, (response) => response.writeHead(401).end()],
  [
    'is cut',
    /broke its answer off/,
    (response) => {
      response.writeHead(200, { 'content-length': 100 }).write('{"valid":');
      setImmediate(() => response.destroy());
    },
  ],
  ['is no answer', /could not be reached/, (response) => response.destroy()],
  ['never ends', /did not answer within 0\.3 s/, (response) => response.write('{"valid":')],
  ['never begins', /did not answer within 0\.3 s/, () => undefined],
])('an answer that %s is none', async (_, reason, answer) => {
  answering = answer;

  expect(await ask({ timeoutMs: 300 })).toMatchObject(unanswered(reason));
});

test('of an answer without end a bounded part is read', async () => {
  let sent = 0;
  answering = (response) => {
    const more = () => {
      while (!response.destroyed && response.write('x'.repeat(65_536))) sent += 65_536;
    };
    response.on('drain', more);
    more();
  };

  expect(await ask()).toMatchObject(unanswered(/more than 256 KB/));
  expect(sent).toBeLessThan(MAX_ANSWER_BYTES * 100);
});

test('a redirect leads nowhere', async () => {
  answering = (response) => response.writeHead(307, { location: `${url}/elsewhere` }).end();

  expect(await ask()).toMatchObject(unanswered(/status 307/));
  expect(received).toHaveLength(1);
});

test('where nobody listens, or no secret can be read, there is no answer', async () => {
  const closed = createServer();
  await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve));
  const { port } = closed.address() as AddressInfo;
  await new Promise((resolve) => closed.close(resolve));
  const readSecrets = () => Promise.reject(new Error('AccessDenied'));

  expect(await checkAt(`http://127.0.0.1:${port}/`).ask(CANDIDATE)).toMatchObject(unanswered(/reached/));
  expect(await ask({ readSecrets })).toMatchObject(unanswered(/secret/));
  expect(received).toEqual([]);
});

test('each request has a connection of its own', async () => {
  const connections = new Set<unknown>();
  answering = (response, { socket }) => {
    connections.add(socket);
    response.end('{"valid":true}');
  };

  await ask();
  await ask();

  expect(connections.size).toBe(2);
});

test('at the end of the invocation the request is cut off, and the answer is the time’s', async () => {
  const closed = new Promise<void>((resolve) => {
    answering = (response) => void response.on('close', resolve);
  });
  let cut = () => {};
  const began = new Promise<void>((resolve) => {
    const answer = answering;
    answering = (response, request) => {
      answer(response, request);
      resolve();
    };
  });

  const asking = withinTime(
    () => 20_000,
    () => ask(),
    (callBack) => {
      cut = callBack;
      return () => undefined;
    },
  );
  const refused = expect(asking).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  await began;
  cut();

  await refused;
  await closed;
});
