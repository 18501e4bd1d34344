// Signatures in the Authorization header. Signed here by the SDK's signer, with one thing wrong at a time.
import { S3Client } from '@aws-sdk/client-s3';
import { describe, expect, test } from 'vitest';
import { send, sendSigned, signed } from './raw-request.ts';
import { useServer } from './running-server.ts';
import { outcome, put } from './s3-calls.ts';
import { credentials } from './start-server.ts';

const MINUTE = 60_000;

describe('authentication', () => {
  const s3 = useServer();
  const inMinutes = (minutes: number) => new Date(Date.now() + minutes * MINUTE);
  const read = (target: string, options = {}) =>
    sendSigned(s3.server.url, { method: 'GET', target }, options);

  test('an unsigned request is denied', async () => {
    const reply = await send(s3.server.url, { method: 'GET', target: '/' });

    expect(reply).toMatchObject({ status: 403, code: 'AccessDenied' });
  });

  test.each([
    ['another key', { keyId: 'other' }, 403, 'InvalidAccessKeyId'],
    ['another secret', { secret: 'other' }, 403, 'SignatureDoesNotMatch'],
    ['another region', { region: 'eu-west-1' }, 400, 'AuthorizationHeaderMalformed'],
    ['a clock 16 minutes slow', { date: inMinutes(-16) }, 403, 'RequestTimeTooSkewed'],
    ['a clock 16 minutes fast', { date: inMinutes(16) }, 403, 'RequestTimeTooSkewed'],
  ])('%s is refused', async (_, options, status, code) => {
    expect(await read('/', options)).toMatchObject({ status, code });
  });

  test.each([-14, 14])('a clock %i minutes off is accepted', async (minutes) => {
    expect((await read('/', { date: inMinutes(minutes) })).status).toBe(200);
  });

  test('the SDK with a wrong secret gets the same answer', async () => {
    const wrong = { ...credentials, secretAccessKey: 'other' };
    const client = new S3Client({
      endpoint: s3.server.url,
      region: 'us-east-1',
      forcePathStyle: true,
      credentials: wrong,
    });

    expect(await outcome(put(client, 'bucket', 'key'))).toBe('403 SignatureDoesNotMatch');
  });

  test('whatever was signed cannot be changed, and nothing that matters can be left unsigned', async () => {
    const target = `/${await s3.bucket()}/key`;
    const raw = await signed(s3.server.url, { method: 'PUT', target, headers: { 'x-amz-meta-a': '1' } });
    const attempt = async (change: object) =>
      (
        await send(s3.server.url, {
          ...raw,
          body: 'x',
          ...change,
          headers: { ...raw.headers, ...Object(change).headers },
        })
      ).code;

    expect(await attempt({ headers: { 'x-amz-meta-a': '2' } })).toBe('SignatureDoesNotMatch');
    expect(await attempt({ target: `${target}2` })).toBe('SignatureDoesNotMatch');
    expect(await attempt({ target: `${target}?versionId=null` })).toBe('SignatureDoesNotMatch');
    expect(await attempt({ method: 'DELETE', body: undefined })).toBe('SignatureDoesNotMatch');
    expect(await attempt({ headers: { 'x-amz-meta-b': '1' } })).toBe('AccessDenied');
    expect(await attempt({})).toBeUndefined();
  });

  test.each([
    ['AWS local:signature', 'InvalidRequest'],
    ['AWS4-HMAC-SHA256 nonsense', 'AuthorizationHeaderMalformed'],
    ['AWS4-HMAC-SHA256 Credential=local, SignedHeaders=host, Signature=00', 'AuthorizationHeaderMalformed'],
    [
      'AWS4-HMAC-SHA256 Credential=local/20240101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=00',
      'AccessDenied',
    ],
  ])('the Authorization header %s is refused', async (authorization, code) => {
    const reply = await send(s3.server.url, { method: 'GET', target: '/', headers: { authorization } });

    expect(reply.code).toBe(code);
  });
});
