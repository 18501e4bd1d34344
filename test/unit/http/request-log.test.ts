// What a request leaves in the log and in the metrics: through apiHandler, as every route does.
import type { APIGatewayProxyEvent, Context } from 'aws-lambda';
import { beforeEach, expect, test, vi } from 'vitest';
import { DomainError } from '../../../functions/domain/errors.ts';
import { apiHandler, type Reply } from '../../../functions/http/api-handler.ts';
import { routes } from '../../../functions/http/routes.ts';
import { log } from '../../../functions/log.ts';

const info = vi.spyOn(log, 'info').mockReturnValue();
const written = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
beforeEach(() => {
  info.mockClear();
  written.mockClear();
});

const event = {
  pathParameters: { namespace: 'default', layer: 'silver', name: 'orders' },
  body: JSON.stringify({ message: 'a secret message' }),
  headers: { Authorization: 'Bearer a-token' },
  requestContext: { requestId: 'request-1' },
} as unknown as APIGatewayProxyEvent;

async function answer(reply: Reply | Error, headers: Readonly<Record<string, string>> = {}): Promise<void> {
  const handler = apiHandler(routes.publishVersion, async () => {
    if (reply instanceof Error) throw reply;
    return reply;
  });
  const request = { ...structuredClone(event), headers: { ...event.headers, ...headers } };
  await handler(request, { getRemainingTimeInMillis: () => 10_000 } as Context);
}

test('an answer is one line: what was asked, of which pipeline, what came of it, and how long it took', async () => {
  await answer({ status: 201, body: { version_number: 7, file_count: 4, message: 'a secret message' } });

  expect(info).toHaveBeenCalledExactlyOnceWith('request', {
    request_id: 'request-1',
    route: 'publishVersion',
    pipeline: 'default/silver/orders',
    status: 201,
    outcome: 'ok',
    milliseconds: expect.any(Number),
    version: 7,
    files: 4,
  });
});

test('a version that was made says what its checks came to, such as that nobody answered', async () => {
  await answer({ status: 201, body: { version_number: 7, checks: { verdict: 'skipped', files: [] } } });

  expect(info).toHaveBeenCalledExactlyOnceWith(
    'request',
    expect.objectContaining({ version: 7, checks: 'skipped' }),
  );
});

test('a version that is read says nothing of them again', async () => {
  await answer({ status: 200, body: { version_number: 7, checks: 'skipped' } });

  expect(info.mock.calls[0]?.[1]).not.toHaveProperty('checks');
});

test('a refusal is one line with its code', async () => {
  await answer(new DomainError('EMPTY_DRAFT', 'nothing there'));

  expect(info).toHaveBeenCalledExactlyOnceWith(
    'request',
    expect.objectContaining({ status: 422, outcome: 'EMPTY_DRAFT', route: 'publishVersion' }),
  );
});

test.each<[string, string | undefined]>([
  ['203.0.113.7, 64.252.1.1', '203.0.113.7'],
  ['made up, 198.51.100.1, 203.0.113.7, 64.252.1.1', '203.0.113.7'],
  ['2001:db8::7,64.252.1.1', '2001:db8::7'],
  ['64.252.1.1', undefined],
  ['<script>, 64.252.1.1', undefined],
  ['', undefined],
])('behind a proxy the line has the caller: %s', async (forwarded, caller) => {
  await answer({ status: 201, body: {} }, { 'X-Forwarded-For': forwarded });

  const [[, line] = []] = info.mock.calls as unknown as readonly [string, { forwarded_for?: string }][];
  expect(line?.forwarded_for).toBe(caller);
});

test('neither messages nor tokens get into it', async () => {
  await answer({ status: 201, body: { version_number: 7, message: 'a secret message' } });
  await answer(new DomainError('EMPTY_DRAFT', 'nothing there'));

  expect(JSON.stringify(info.mock.calls)).not.toMatch(/secret|token/);
});
