// ETags, and what multipart uploads do to the order and the time of versions.
import { createHash } from 'node:crypto';
import type { Area } from '../case.ts';
import { complete, upload } from '../multipart.ts';
import { history } from '../outcomes.ts';
import { api, guide } from '../sources.ts';
import type { Subject } from '../subject.ts';

const md5 = (...pieces: readonly (string | Buffer)[]): string => {
  const hash = createHash('md5');
  for (const piece of pieces) hash.update(piece);
  return hash.digest('hex');
};

/** The server's own clock, in milliseconds: whole seconds. */
const serverTime = async (s3: Subject): Promise<number> =>
  Date.parse((await s3.raw('HEAD', '')).headers.date ?? '');

async function nextSecond(s3: Subject): Promise<void> {
  const start = await serverTime(s3);
  while ((await serverTime(s3)) === start);
}

export const etags: Area = {
  name: 'ETags and multipart uploads',
  cases: [
    {
      rule: 'The ETag of a single PUT is the MD5 of the content.',
      source: api('Object'),
      expected: 'the MD5',
      reliedOn: 'Equal ETags mean equal content, which is all we ask of them.',
      run: async (s3) => {
        const { ETag } = await s3.put('key', 'content');
        return ETag === `"${md5('content')}"` ? 'the MD5' : String(ETag);
      },
    },
    {
      rule: 'The ETag of a multipart upload is the MD5 of the MD5s of its parts, and their number.',
      source: guide('checking-object-integrity'),
      expected: 'md5(md5s)-2',
      run: async (s3) => {
        const parts = [Buffer.alloc(5 * 1024 * 1024), Buffer.from('the end')];
        await complete(s3, await upload(s3, 'key', parts));
        const { ETag } = await s3.head();
        const sums = parts.map((part) => Buffer.from(md5(part), 'hex'));
        return ETag === `"${md5(...sums)}-2"` ? 'md5(md5s)-2' : String(ETag);
      },
    },
    {
      rule: 'A completed multipart upload is a new version.',
      source: guide('mpuoverview'),
      expected: 'v2 current, v1',
      run: async (s3) => {
        await s3.put();
        await complete(s3, await upload(s3));
        return history(s3);
      },
    },
    {
      rule: 'Of several multipart uploads of a key, the one that was started last is current, whichever completes last.',
      source: guide('mpuoverview'),
      expected: 'v1 current, v2',
      reliedOn: 'A draft is what `IsLatest` and ListObjectsV2 say it is; we never order versions ourselves.',
      minio: { outcome: 'v2 current, v1', why: 'The one that completes last is current.' },
      localstack: {
        outcome: 'v1, v2 current',
        why: 'It lists versions by their times, but the one that completed last is current.',
      },
      run: async (s3) => {
        const first = await upload(s3, 'key', ['first']);
        await nextSecond(s3);
        const second = await upload(s3, 'key', ['second']);
        await complete(s3, second);
        await complete(s3, first);
        return history(s3);
      },
    },
    {
      rule: 'The time of an object that was uploaded in parts is the time at which the upload was started.',
      source: guide('UsingMetadata'),
      expected: 'when it was started',
      reliedOn: 'Times only help to recognise a known pin, together with ETag and size.',
      minio: { outcome: 'when it was completed' },
      run: async (s3) => {
        const started = await upload(s3);
        const latest = await serverTime(s3);
        await nextSecond(s3);
        await complete(s3, started);
        const { LastModified } = await s3.head();
        return Number(LastModified) <= latest ? 'when it was started' : 'when it was completed';
      },
    },
  ],
};
