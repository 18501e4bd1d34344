// Whatever is sent as a path, a query or a condition: it is refused, or it means what it says.
import type { APIGatewayProxyEvent } from 'aws-lambda';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DomainError } from '../../../functions/domain/errors.ts';
import { filePathProblem, MAX_PATH_BYTES } from '../../../functions/domain/file-path.ts';
import { keyPrefix, pipelineOfKey } from '../../../functions/domain/pipeline.ts';
import { contentTypeOf } from '../../../functions/http/content-type.ts';
import { fileReply, MAX_FILE_BYTES } from '../../../functions/http/file-reply.ts';
import { parseRequest, type Request } from '../../../functions/http/parse-request.ts';
import { routes } from '../../../functions/http/routes.ts';
import { PIPELINE } from '../usecases/desk.ts';

type FileRoute = typeof routes.getFile | typeof routes.putFile | typeof routes.deleteFile;

function eventOf(path: string, more: Partial<APIGatewayProxyEvent> = {}): APIGatewayProxyEvent {
  const event = { path: '/files/x', pathParameters: { ...PIPELINE, path }, headers: {}, body: null, ...more };
  return event as unknown as APIGatewayProxyEvent;
}

/** The request, or `null` if it was refused as it should be. */
function parsed<R extends FileRoute>(route: R, event: APIGatewayProxyEvent): Request<R> | null {
  try {
    return parseRequest(route, event);
  } catch (error) {
    if (error instanceof DomainError && error.code === 'INVALID_REQUEST') return null;
    throw error;
  }
}

const prefix = keyPrefix(PIPELINE);
const oddCharacter = fc.constantFrom(
  '%',
  '/',
  '.',
  '\\',
  '\0',
  '\n',
  '%2F',
  '%2e',
  '%5C',
  '%00',
  '+',
  '%25',
  'a',
  'ä',
  '🚀',
  '\ud800',
);
const oddText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 700 }),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.string({ unit: oddCharacter, maxLength: 40 }),
  fc.webPath(),
);

describe('any path', () => {
  test('is refused, or is the key under the pipeline’s prefix that it decodes to', () => {
    const property = fc.property(oddText, (sent) => {
      const request = parsed(routes.getFile, eventOf(sent));
      if (request === null) return;
      const key = prefix + request.params.path;
      expect(request.params.path).toBe(decodeURIComponent(sent));
      expect(pipelineOfKey(key)).toEqual(PIPELINE);
      // No reader of paths, careful or not, leaves the prefix with it.
      expect(new URL(`http://host/${key.replaceAll('%', '%25')}`).pathname.startsWith(`/${prefix}`)).toBe(
        true,
      );
      expect(Buffer.byteLength(request.params.path)).toBeLessThanOrEqual(MAX_PATH_BYTES);
      expect(request.params.path).not.toMatch(/\p{Cc}|\\/u);
    });

    fc.assert(property, { numRuns: 5_000 });
  });

  test('that may be a file’s comes through, encoded by whatever rules', () => {
    const property = fc.property(oddText, (path) => {
      fc.pre(filePathProblem(path) === null);
      const bySegment = path.split('/').map(encodeURIComponent).join('/');
      const byByte = [...Buffer.from(path)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');

      for (const sent of [encodeURIComponent(path), bySegment, byByte])
        expect(parsed(routes.putFile, eventOf(sent))?.params.path).toBe(path);
    });

    fc.assert(property, { numRuns: 1_000 });
  });

  test('is decoded once', () => {
    expect(parsed(routes.getFile, eventOf('%2525'))?.params.path).toBe('%25');
    expect(parsed(routes.getFile, eventOf('%252e%252e%252fx'))?.params.path).toBe('%2e%2e%2fx');
    expect(parsed(routes.getFile, eventOf('a+b'))?.params.path).toBe('a+b');
  });
});

test('any version in a query is refused, or a number that is written so', () => {
  const text = fc.oneof(oddText, fc.integer().map(String), fc.double().map(String));
  const property = fc.property(text, fc.string(), (version, name) => {
    const multiValueQueryStringParameters = { version: [version], ...(name && { [name]: ['x'] }) };
    const request = parsed(routes.getFile, eventOf('a.sql', { multiValueQueryStringParameters }));
    if (request !== null) expect([String(request.query.version), name]).toEqual([version, '']);
  });

  fc.assert(property, { numRuns: 2_000 });
});

test('any condition is refused, or is one ETag or a star', () => {
  const etag = fc.oneof(
    oddText,
    fc.constant('*'),
    fc.string().map((text) => `"${text}"`),
  );
  const property = fc.property(etag, fc.option(etag, { nil: undefined }), (ifMatch, ifNoneMatch) => {
    const headers = {
      'if-match': ifMatch,
      ...(ifNoneMatch !== undefined && { 'if-none-match': ifNoneMatch }),
    };
    const request = parsed(routes.putFile, eventOf('a.sql', { headers }));
    if (request === null) return;
    expect(ifNoneMatch).toBeUndefined();
    const { 'If-Match': understood } = request.headers;
    expect([`"${understood}"`, understood]).toContain(ifMatch);
    expect(understood).toMatch(/^[\x21\x23-\x7e]+$/);
  });

  fc.assert(property, { numRuns: 2_000 });
});

test('any name has a content type that is one, and none that a text lacks its charset in', () => {
  const property = fc.property(oddText, (path) => {
    expect(contentTypeOf(path)).toMatch(/^[\w.+-]+\/[\w.+-]+(; charset=utf-8)?$/);
    if (contentTypeOf(path).startsWith('text/')) expect(contentTypeOf(path)).toContain('charset=utf-8');
  });

  fc.assert(property, { numRuns: 1_000 });
});

test('the largest file that is sent fits what Lambda carries', () => {
  const file = {
    path: `${'deep/'.repeat(100)}a.sql`,
    etag: 'e'.repeat(128),
    versionId: 'v'.repeat(1_024) as never,
    size: MAX_FILE_BYTES,
    lastModified: 0,
    bytes: Buffer.alloc(MAX_FILE_BYTES, 0xff),
  };
  const { headers, bytes } = fileReply(eventOf('a'), file, true);

  const body = Buffer.from(bytes ?? []).toString('base64');
  const answer = JSON.stringify({ statusCode: 200, headers, body, isBase64Encoded: true });
  expect(Buffer.byteLength(answer)).toBeLessThan(6 * 1024 * 1024 - 10_000);
});
