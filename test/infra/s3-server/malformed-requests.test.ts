// Requests that are broken, or that S3 knows and this server does not: answered, never a crash or a success.
import { describe, expect, test } from 'vitest';
import { type RawRequest, sendBytes, sendSigned, signed } from './raw-request.ts';
import { useServer } from './running-server.ts';
import { keys, put } from './s3-calls.ts';

const onWire = ({ method, target, headers = {}, body = '' }: RawRequest): string =>
  [
    `${method} ${target} HTTP/1.1`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    '',
    body,
  ].join('\r\n');

describe('malformed and unknown requests', () => {
  const s3 = useServer();

  test.each([
    ['no HTTP at all', 'hello\r\n\r\n', '400'],
    ['an absolute target', 'GET http://a/b HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n', '400'],
    ['an asterisk target', 'OPTIONS * HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n', '400'],
    ['broken percent signs', 'GET /%zz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n', '400'],
    ['a broken query', 'GET /?%ff HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n', '400'],
    ['a huge header', `GET / HTTP/1.1\r\nX: ${'x'.repeat(100_000)}\r\n\r\n`, '400'],
    ['two lengths', 'PUT /b/k HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n', '400'],
    ['no signature', 'GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n', '403'],
  ])('%s is answered, and the next request too', async (_, bytes, status) => {
    const Bucket = await s3.bucket();

    const reply = await sendBytes(s3.server.url, bytes);

    expect(reply).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(reply.toLowerCase()).toContain('x-amz-request-id: ');
    expect(await keys(s3.client, Bucket)).toEqual([]);
  });

  test.each([
    ['GET', '?acl='],
    ['GET', '?tagging='],
    ['PUT', '?encryption='],
    ['PUT', '?notification='],
    ['POST', ''],
    ['GET', '/key?tagging='],
    ['PUT', '/key?acl='],
    ['GET', '/key?attributes='],
    ['POST', '/key?select=&select-type=2'],
    ['DELETE', '/key?tagging='],
    ['PATCH', '/key'],
  ])('%s %s is not implemented, says so and does nothing', async (method, suffix) => {
    const Bucket = await s3.bucket();
    await put(s3.client, Bucket, 'key');

    const reply = await sendSigned(s3.server.url, { method, target: `/${Bucket}${suffix}` });

    expect(reply).toMatchObject({ status: 501, code: 'NotImplemented' });
    expect(reply.body).toContain(`${method} `);
    expect(await keys(s3.client, Bucket)).toEqual(['key']);
  });

  const chunked = {
    'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
    'x-amz-decoded-content-length': '1000000',
  };

  test.each([
    ['a document that is too long', '?versioning=', {}, 'MaxMessageLengthExceeded'],
    ['a chunk that is not well-formed', '/key', chunked, 'InvalidRequest'],
  ])('%s is refused, and its connection takes the next request', async (_, suffix, headers, code) => {
    const Bucket = await s3.bucket();
    const body = 'z'.repeat(1_000_000);
    const target = `/${Bucket}${suffix}`;
    const refused = { method: 'PUT', target, headers: { ...headers, 'content-length': '1000000' }, body };
    const next = { method: 'GET', target: `/${Bucket}/missing`, headers: { connection: 'close' } };
    const requests = [await signed(s3.server.url, refused), await signed(s3.server.url, next)];

    const replies = await sendBytes(s3.server.url, requests.map(onWire).join(''));

    expect([...replies.matchAll(/<Code>(\w+)/g)].map(([, name]) => name)).toEqual([code, 'NoSuchKey']);
  });

  test('a path that begins with two slashes names no bucket', async () => {
    expect((await sendSigned(s3.server.url, { method: 'GET', target: '//key' })).code).toBe('NoSuchBucket');
  });

  test('an error document names the resource and the request, escaped', async () => {
    const Bucket = await s3.bucket();

    const reply = await sendSigned(s3.server.url, { method: 'GET', target: `/${Bucket}/a%26%3Cb%3E` });

    expect(reply.headers['content-type']).toBe('application/xml');
    expect(reply.body).toContain('<Key>a&amp;&lt;b&gt;</Key>');
    expect(reply.body).toContain(`<RequestId>${reply.headers['x-amz-request-id']}</RequestId>`);
    expect(reply.body).toContain(`<HostId>${reply.headers['x-amz-id-2']}</HostId>`);
  });
});
