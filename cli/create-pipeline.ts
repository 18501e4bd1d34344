// Makes a pipeline by saving its first file: the service knows no other way, and no two people make the same one.
import { createHash } from 'node:crypto';
import { ApiError } from '../client/errors.ts';
import { type FirstFile, pipelineExists } from '../client/new-pipeline.ts';
import { Failed } from './failures.ts';
import { nameOf, type PipelinePath } from './pipeline-argument.ts';
import type { Session } from './session.ts';

/** Throws `Failed` if there is such a pipeline. */
export async function createPipeline(session: Session, path: PipelinePath, file: FirstFile): Promise<void> {
  if (await pipelineExists(session.client, path, session.signal)) throw exists(path);
  const body = new TextEncoder().encode(file.text);
  const headers = { 'If-None-Match': '*' };
  const saving = session.client.putFile({
    path: { ...path, path: file.path },
    body,
    headers,
    signal: session.signal,
  });
  await saving.catch((failure: unknown) => {
    if (!(failure instanceof ApiError) || failure.status !== 412) throw failure;
    // The answer to an earlier try was lost: this very file is there.
    const isOurs = failure.attempts > 1 && failure.details?.etag === md5(body);
    if (!isOurs) throw exists(path, failure);
  });
}

function exists(path: PipelinePath, cause?: unknown): Failed {
  const name = nameOf(path);
  return new Failed(`There is a pipeline ${name} already; status ${name} shows it.`, { cause });
}

function md5(bytes: Uint8Array): string {
  return createHash('md5').update(bytes).digest('hex');
}
