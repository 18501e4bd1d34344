// The commands that stand in the README: curl signs requests itself (7.88 and later are tried here).
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { useServer } from './running-server.ts';
import { put, text } from './s3-calls.ts';

const run = promisify(execFile);
const SIGNING = ['--aws-sigv4', 'aws:amz:us-east-1:s3', '--user', 'local:local-secret'];

describe('curl', () => {
  const s3 = useServer();
  let directory: string;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'curl-test-'));
    await writeFile(join(directory, 'pipeline.sql'), 'select 1');
  });
  afterAll(() => rm(directory, { recursive: true }));

  const curl = async (...args: string[]): Promise<string> =>
    (await run('curl', ['-sS', '--fail-with-body', ...args], { cwd: directory })).stdout;

  test.each([[[]], [['-H', 'x-amz-content-sha256: UNSIGNED-PAYLOAD']]])(
    'puts, gets, lists and deletes with the headers %j',
    async (headers: string[]) => {
      const Bucket = await s3.bucket();
      const url = `${s3.server.url}/${Bucket}/sales/pipelines/gold/a%20b/pipeline.sql`;

      await curl(...SIGNING, ...headers, '-T', 'pipeline.sql', url);

      expect(await text(s3.client, Bucket, 'sales/pipelines/gold/a b/pipeline.sql')).toBe('select 1');
      expect(await curl(...SIGNING, ...headers, url)).toBe('select 1');
      const listed = await curl(
        ...SIGNING,
        ...headers,
        `${s3.server.url}/${Bucket}?list-type=2&prefix=sales%2F`,
      );
      expect(listed).toContain('<KeyCount>1</KeyCount>');
      await curl(...SIGNING, ...headers, '-X', 'DELETE', url);
      await expect(curl(...SIGNING, ...headers, url)).rejects.toThrow();
    },
  );

  test('fetches a presigned URL without credentials', async () => {
    const Bucket = await s3.bucket();
    await put(s3.client, Bucket, 'key', 'content');
    const url = await getSignedUrl(s3.client, new GetObjectCommand({ Bucket, Key: 'key' }));

    expect(await curl(url)).toBe('content');
  });

  test('with a wrong secret is refused', async () => {
    const refused = curl('--aws-sigv4', 'aws:amz:us-east-1:s3', '--user', 'local:wrong', s3.server.url);

    await expect(refused).rejects.toMatchObject({ stdout: expect.stringContaining('SignatureDoesNotMatch') });
  });
});
