// What a pull is compared with: the way that comes to mind first. One GetObject after another, each written straight
// into the directory. Nothing is checked, nothing is waited for until it is on the disk, and a reader meanwhile
// sees half a version.
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import type { RunManifest } from '../../client/types.ts';
import { s3At } from '../support/clients.ts';
import type { Server } from './start-server.ts';

export interface PlainPull {
  pull(dir: string): Promise<void>;
  close(): void;
}

export function createPlainPull(
  { s3Url }: Pick<Server, 's3Url'>,
  readManifest: () => Promise<RunManifest>,
): PlainPull {
  const s3 = s3At(s3Url);
  return {
    async pull(dir) {
      const { bucket, files } = await readManifest();
      for (const { path, key, version_id } of files) {
        const { Body } = await s3.send(
          new GetObjectCommand({ Bucket: bucket, Key: key, VersionId: version_id }),
        );
        const target = join(dir, path);
        await mkdir(dirname(target), { recursive: true });
        await writeFile(target, (await Body?.transformToByteArray()) ?? '');
      }
    },
    close: () => s3.destroy(),
  };
}
