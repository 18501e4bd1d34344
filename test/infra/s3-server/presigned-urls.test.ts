// Presigned URLs: requests that carry their signature in the query, for whoever has no credentials.
import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { describe, expect, test } from 'vitest';
import { useServer } from './running-server.ts';
import { put, text } from './s3-calls.ts';

describe('presigned URLs', () => {
  const s3 = useServer();
  const twoMinutesAgo = () => new Date(Date.now() - 120_000);

  async function fetchText(url: string, init = {}): Promise<[number, string]> {
    const reply = await fetch(url, init);
    return [reply.status, await reply.text()];
  }

  async function stored(): Promise<string> {
    const Bucket = await s3.bucket();
    await put(s3.client, Bucket, 'a b/ü.txt', 'content');
    return Bucket;
  }

  test('a GET works without credentials until it expires', async () => {
    const Bucket = await stored();
    const command = new GetObjectCommand({ Bucket, Key: 'a b/ü.txt', ResponseContentType: 'text/x-sql' });
    const fresh = await getSignedUrl(s3.client, command, { expiresIn: 60 });
    const old = await getSignedUrl(s3.client, command, { expiresIn: 60, signingDate: twoMinutesAgo() });

    const reply = await fetch(fresh);

    expect([reply.headers.get('content-type'), await reply.text()]).toEqual(['text/x-sql', 'content']);
    const [status, body] = await fetchText(old);
    expect([status, body]).toEqual([403, expect.stringContaining('<Message>Request has expired</Message>')]);
  });

  test('a URL that was tampered with is refused', async () => {
    const Bucket = await stored();
    const url = await getSignedUrl(s3.client, new GetObjectCommand({ Bucket, Key: 'a b/ü.txt' }), {
      expiresIn: 60,
    });
    const refused = async (changed: string, init = {}) => (await fetchText(changed, init))[1];

    expect(await refused(url.replace('X-Amz-Expires=60', 'X-Amz-Expires=600'))).toContain(
      'SignatureDoesNotMatch',
    );
    expect(await refused(url.replace('.txt', '.sql'))).toContain('SignatureDoesNotMatch');
    expect(await refused(`${url}&versionId=null`)).toContain('SignatureDoesNotMatch');
    expect(await refused(url, { method: 'DELETE' })).toContain('SignatureDoesNotMatch');
    expect(await refused(url, { headers: { 'x-amz-meta-a': '1' } })).toContain('AccessDenied');
  });

  test.each([
    [(url: string) => url.replace('X-Amz-Expires=60', 'X-Amz-Expires=604801')],
    [(url: string) => url.replace('X-Amz-Expires=60', 'X-Amz-Expires=x')],
    [(url: string) => url.replace(/X-Amz-Date=\w+/, 'X-Amz-Date=today')],
    [(url: string) => url.replace(/X-Amz-Algorithm=[^&]+/, 'X-Amz-Algorithm=none')],
    [(url: string) => url.replace(/X-Amz-Credential=[^&]+&/, '')],
  ])('a URL without proper parameters is refused', async (spoil) => {
    const Bucket = await stored();
    const url = await getSignedUrl(s3.client, new GetObjectCommand({ Bucket, Key: 'a b/ü.txt' }), {
      expiresIn: 60,
    });

    expect((await fetchText(spoil(url)))[1]).toContain('AuthorizationQueryParametersError');
  });

  test('signature version 2, the default of `aws s3 presign`, is refused with the reason', async () => {
    const [status, body] = await fetchText(
      `${s3.server.url}/bucket/key?AWSAccessKeyId=local&Signature=x&Expires=9`,
    );

    expect([status, body]).toEqual([400, expect.stringContaining('Please use AWS4-HMAC-SHA256')]);
  });

  test('a PUT works as well', async () => {
    const Bucket = await s3.bucket();
    const url = await getSignedUrl(s3.client, new PutObjectCommand({ Bucket, Key: 'key' }), {
      expiresIn: 60,
    });

    const [status] = await fetchText(url, { method: 'PUT', body: 'uploaded' });

    expect(status).toBe(200);
    expect(await text(s3.client, Bucket, 'key')).toBe('uploaded');
  });
});
