// Answers that Lambda would drop: through apiHandler, as every route's are.
import type { APIGatewayProxyEvent, Context } from 'aws-lambda';
import { describe, expect, test } from 'vitest';
import type { PinnedFile } from '../../../functions/domain/snapshot.ts';
import { MAX_RECORD_BYTES, recordBytes } from '../../../functions/domain/version.ts';
import { MAX_ANSWER_BYTES } from '../../../functions/http/answer-limit.ts';
import { apiHandler, type Reply } from '../../../functions/http/api-handler.ts';
import { presentManifest, presentVersion } from '../../../functions/http/present.ts';
import type { Route } from '../../../functions/http/route.ts';
import { routes } from '../../../functions/http/routes.ts';
import { pinnedFile, versionWith } from '../../contract/samples.ts';

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
  const characters = { quotes: '"', letters: 'é', 'control characters': '\u0001' };
  const shapes = Object.entries(characters).flatMap(([name, character]) =>
    [350, 1_000, 2_000].map((files) => [name, files, character] as const),
  );

  test.each(shapes)(
    'of %s in %i names is answered, as version and as manifest',
    async (_, count, character) => {
      const version = largestVersion(count, character);
      expect(recordBytes(version)).toBeGreaterThan(0.98 * MAX_RECORD_BYTES);

      const published = await answer(routes.publishVersion, {
        status: 201,
        body: presentVersion(pipeline, version),
      });
      const manifest = await answer(routes.getPublished, {
        status: 200,
        body: await presentManifest(pipeline, version, 'b'.repeat(63)),
      });

      expect([published.statusCode, manifest.statusCode]).toEqual([201, 200]);
    },
  );
});

/** Names as long as the record allows, all of them quality tests, which stand in a manifest twice. */
function largestVersion(count: number, character: string) {
  const withNames = (length: number) =>
    versionWith(null, {
      files: Array.from(
        { length: count },
        (_, n): PinnedFile => ({
          ...pinnedFile(`tests/quality/${n}${character.repeat(length)}.sql`),
          etag: 'e'.repeat(32),
          versionId: 'v'.repeat(32) as PinnedFile['versionId'],
        }),
      ),
    });
  const [shortest, next] = [recordBytes(withNames(0)), recordBytes(withNames(1))];
  return withNames(Math.floor((MAX_RECORD_BYTES - shortest) / (next - shortest)));
}
