// A pipeline to measure on: its files in S3, and the requests that people send about it.
import { setTimeout } from 'node:timers/promises';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import pMap from 'p-map';
import type { Comparison } from '../../client/types.ts';
import { keyPrefix, type Pipeline } from '../../functions/domain/pipeline.ts';
import { BUCKET } from '../../infra/local/defaults.ts';
import { s3At } from '../support/clients.ts';
import { send } from './send.ts';
import type { Server } from './start-server.ts';

export interface BenchPipeline {
  readonly pipeline: Pipeline;
  /** Of its files' keys. */
  readonly prefix: string;
  publish(): Promise<unknown>;
  /** A page of 50 versions with all their pins, or fewer if there are fewer or they are large. */
  list(): Promise<unknown>;
  /** A page of 50 versions without their pins. */
  summaries(): Promise<unknown>;
  version(number: number): Promise<unknown>;
  /** `GET P`. */
  status(): Promise<unknown>;
  /** To the first version. */
  rollBack(): Promise<unknown>;
  observe(): Promise<unknown>;
  compare(query: Readonly<Record<string, string>>): Promise<Comparison>;
  /** Saves one file and returns once that is observed, so that the next request is alone. */
  edit(path?: string): Promise<void>;
  close(): void;
}

interface Draft {
  readonly fingerprint: string;
  readonly file_count: number;
}

const UPLOADS_AT_ONCE = 8;
const POLL_MS = 5;
const DEADLINE_MS = 60_000;

/** Returns once the draft with all its files, each of so many bytes at least, has been observed. */
export async function createBenchPipeline(
  { apiUrl, s3Url, deliversEvents }: Server,
  name: string,
  fileCount: number,
  fileBytes = 0,
): Promise<BenchPipeline> {
  const s3 = s3At(s3Url);
  const pipeline: Pipeline = { namespace: 'bench', layer: 'silver', name };
  const prefix = keyPrefix(pipeline);
  const url = `${apiUrl}/api/v1/pipelines/bench/silver/${name}`;
  const observingUrl = `${url}?refresh=true`;
  let saves = 0;

  async function save(path: string): Promise<void> {
    saves += 1;
    const text = path === 'config.yaml' ? `# save ${saves}\na: 1\n#` : `-- save ${saves}\nSELECT 1;\n`;
    const Body = text.padEnd(fileBytes, '-');
    await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: prefix + path, Body }));
  }
  const draftAt = async (place: string): Promise<Draft> => JSON.parse(await send('GET', place)).draft;
  const observedDraft = () => draftAt(deliversEvents ? url : observingUrl);

  await pMap(pathsOf(fileCount), save, { concurrency: UPLOADS_AT_ONCE });
  await until(observedDraft, (draft) => draft.file_count === fileCount);
  return {
    pipeline,
    prefix,
    publish: () => send('POST', `${url}/publish`, { message: 'A version of the bench' }),
    list: () => send('GET', `${url}/versions`),
    summaries: () => send('GET', `${url}/versions?fields=summary`),
    version: (number) => send('GET', `${url}/versions/${number}`),
    status: () => send('GET', url),
    rollBack: () => send('POST', `${url}/versions/1/rollback`),
    observe: () => send('GET', observingUrl),
    compare: async (query) => JSON.parse(await send('GET', `${url}/compare?${new URLSearchParams(query)}`)),
    async edit(path = 'pipeline.sql') {
      const { fingerprint } = await draftAt(url);
      await save(path);
      await until(observedDraft, (draft) => draft.fingerprint !== fingerprint);
    },
    close: () => s3.destroy(),
  };
}

export function pathsOf(fileCount: number): readonly string[] {
  const tests = Array.from({ length: fileCount - 2 }, (_, n) => `tests/quality/test_${n}.sql`);
  return ['pipeline.sql', 'config.yaml', ...tests];
}

async function until<T>(read: () => Promise<T>, holds: (value: T) => boolean): Promise<void> {
  const deadline = Date.now() + DEADLINE_MS;
  while (!holds(await read())) {
    if (Date.now() > deadline) throw new Error(`a save was not observed in ${DEADLINE_MS} ms`);
    await setTimeout(POLL_MS);
  }
}
