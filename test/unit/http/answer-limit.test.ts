// Answers that Lambda would drop: through apiHandler, as every route's are.
import type { APIGatewayProxyEvent, Context } from 'aws-lambda';
import { describe, expect, test } from 'vitest';
import { MAX_MANIFEST_BYTES, manifestBytes } from '../../../functions/domain/manifest-size.ts';
import type { PinnedFile } from '../../../functions/domain/snapshot.ts';
import { MAX_ANSWER_BYTES } from '../../../functions/http/answer-limit.ts';
import { apiHandler, type Reply } from '../../../functions/http/api-handler.ts';
import { bytesInAnswer } from '../../../functions/http/page.ts';
import { presentManifest, presentVersion } from '../../../functions/http/present.ts';
import type { Route } from '../../../functions/http/route.ts';
import { routes } from '../../../functions/http/routes.ts';
import { pinnedFile, versionOf } from '../../contract/samples.ts';

const pipeline = { namespace: 'n'.repeat(128), layer: 'bronze', name: 'p'.repeat(128) } as const;

async function answer(route: Route, reply: Reply) {
  const names = Object.entries({ ...pipeline, version_number: '1' }).filter(
    ([name]) => name in route.params.shape,
  );
  const event = {
    pathParameters: Object.fromEntries(names),
    body: route.body ? '{"message":"m"}' : null,
    requestContext: { requestId: 'request-1' },
  } as unknown as APIGatewayProxyEvent;
  const handler = apiHandler(route, async () => reply);
  return handler(event, { getRemainingTimeInMillis: () => 10_000 } as Context);
}

/** A body that makes a result of exactly so many bytes. */
async function bodyFor(bytes: number): Promise<string> {
  const empty = await answer(routes.getVersion, { status: 200, body: '' });
  return 'a'.repeat(bytes - Buffer.byteLength(JSON.stringify(empty)));
}

describe('an answer', () => {
  test('of all that Lambda carries goes out as it is', async () => {
    const result = await answer(routes.getVersion, { status: 200, body: await bodyFor(MAX_ANSWER_BYTES) });

    expect(result.statusCode).toBe(200);
    expect(Buffer.byteLength(JSON.stringify(result))).toBe(MAX_ANSWER_BYTES);
  });

  test('of one byte more is an error that says to ask for less', async () => {
    const result = await answer(routes.getVersion, {
      status: 200,
      body: await bodyFor(MAX_ANSWER_BYTES + 1),
    });

    expect(result.statusCode).toBe(500);
    expect(JSON.parse(result.body).error).toMatchObject({
      code: 'ANSWER_TOO_LARGE',
      type: 'INTERNAL',
      message: expect.stringContaining('ask for less'),
      details: { answer_bytes: MAX_ANSWER_BYTES + 1, max_answer_bytes: MAX_ANSWER_BYTES },
      request_id: 'request-1',
    });
  });

  test('is measured in bytes, with the quotes of its JSON escaped', async () => {
    const quotes = await answer(routes.getVersion, { status: 200, body: { text: '"'.repeat(1_600_000) } });
    const letters = await answer(routes.getVersion, { status: 200, body: { text: 'ž'.repeat(3_200_000) } });

    expect([quotes.statusCode, letters.statusCode]).toEqual([500, 500]);
  });

  test('to a publish or a rollback that is stored never says that nothing happened', async () => {
    const reply = { status: 201, headers: { Location: 'versions/7' }, body: 'a'.repeat(MAX_ANSWER_BYTES) };

    for (const route of [routes.publishVersion, routes.rollbackVersion]) {
      const { error } = JSON.parse((await answer(route, reply)).body);

      expect(error.code).toBe('ANSWER_TOO_LARGE');
      expect(error.message).toContain('your request was carried out all the same: do not repeat it');
    }
  });
});

describe('the largest version that there may be', () => {
  const characters = { quotes: '"', letters: 'é', 'control characters': '\u0001', digits: '7' };
  const shapes = Object.entries(characters).flatMap(([name, character]) =>
    [1_000, 10_000].map((files) => [name, files, character] as const),
  );

  test.each(shapes)(
    'of %s in the names of %i files is answered, as version and as manifest',
    async (_, count, character) => {
      const version = largestVersion(count, character);
      expect(manifestBytes(pipeline, version.files)).toBeGreaterThan(0.9 * MAX_MANIFEST_BYTES);

      const published = await answer(routes.publishVersion, {
        status: 201,
        body: presentVersion(pipeline, version),
      });
      const body = await presentManifest(pipeline, version, 'b'.repeat(63));
      const manifest = await answer(routes.getPublished, { status: 200, body });

      expect([published.statusCode, manifest.statusCode]).toEqual([201, 200]);
      expect(bytesInAnswer(body)).toBeLessThanOrEqual(manifestBytes(pipeline, version.files));
    },
  );
});

/** Names as long as the limit allows; up to the limit's half all of them are quality tests, which are listed twice. */
function largestVersion(count: number, character: string) {
  const withNames = (folder: string, length: number) =>
    Array.from(
      { length: count },
      (_, n): PinnedFile => ({
        ...pinnedFile(`${folder}/${n}${character.repeat(length)}.sql`),
        etag: 'e'.repeat(32),
        versionId: 'v'.repeat(32) as PinnedFile['versionId'],
      }),
    );
  const bytesOf = (folder: string, length: number) => manifestBytes(pipeline, withNames(folder, length));
  const folder = bytesOf('tests/quality', 0) <= MAX_MANIFEST_BYTES ? 'tests/quality' : 'm';
  const [shortest, next] = [bytesOf(folder, 0), bytesOf(folder, 1)];
  return versionOf(withNames(folder, Math.floor((MAX_MANIFEST_BYTES - shortest) / (next - shortest))));
}
