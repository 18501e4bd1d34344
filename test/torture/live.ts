// The life of one pipeline: everybody works on it at once; then it comes to rest, and what is stored is read.
import { setTimeout } from 'node:timers/promises';
import type { S3Client } from '@aws-sdk/client-s3';
import { displayName, type Pipeline } from '../../functions/domain/pipeline.ts';
import { createAsk } from './actors/ask.ts';
import { apiEditor, pairEditor, restorer, strayEditor } from './actors/editors.ts';
import type { Actor, Life } from './actors/life.ts';
import { keyThief, publisher, rollbacker } from './actors/publishers.ts';
import { reader } from './actors/reader.ts';
import { asksAgain, sendVersionRequest } from './actors/version-request.ts';
import type { History, Operation, Stored } from './history/history.ts';
import { readFlag, readStored } from './history/stored.ts';
import { isReallyDirty } from './history/truth.ts';
import { between, randomOf } from './seed.ts';
import type { Servers } from './servers.ts';

export interface Lived {
  readonly history: History;
  readStored(): Promise<Stored>;
}

export interface LifePlan {
  readonly seed: number;
  /** Of all lives of this run. */
  readonly number: number;
  readonly s3: { readonly direct: S3Client; readonly faulty: S3Client };
}

const ACTORS: Readonly<Record<string, Actor>> = {
  'publisher-a': publisher,
  'publisher-b': publisher,
  'publisher-c': publisher,
  rollbacker,
  thief: keyThief,
  'pair-editor': pairEditor,
  'stray-editor': strayEditor,
  'api-editor': apiEditor,
  restorer,
  'reader-a': reader,
  'reader-b': reader,
};

const SHORTEST_MS = 4_000;
const LONGEST_MS = 25_000;

export async function live(servers: Servers, { seed, number, s3 }: LifePlan): Promise<Lived> {
  const pipeline: Pipeline = { namespace: 'torture', layer: 'silver', name: `p${number}` };
  const operations: Operation[] = [];
  let over = false;
  const report = (what: string, began: number, ended: number) =>
    operations.push({ op: 'fault', what, began, ended });
  const { namespace, layer, name } = pipeline;
  const address = `/api/v1/pipelines/${namespace}/${layer}/${name}`;
  const life: Life = {
    ...{ pipeline, bucket: servers.bucket, s3, operations, keyed: [] },
    ask: createAsk(servers.service, address, report),
    random: (actor) => randomOf(seed, `${number} ${actor}`),
    isOver: () => over,
  };

  const working = Promise.all(Object.entries(ACTORS).map(([actor, act]) => act(life, actor)));
  await setTimeout(between(life.random('length'), SHORTEST_MS, LONGEST_MS));
  over = true;
  await working;

  await servers.settled();
  await repeatEveryKey(life);
  await servers.settled();
  const end = await atRest(life);
  return {
    history: { pipeline: displayName(pipeline), operations, end },
    readStored: () => readStored(life),
  };
}

const REPEATS = 40;

/** All of them, however many there are: each has made one version, or makes it now, or never will. */
async function repeatEveryKey(life: Life): Promise<void> {
  for (const request of life.keyed) {
    for (let repeat = 0; repeat < REPEATS; repeat++) {
      if (!asksAgain(await sendVersionRequest(life, request))) break;
    }
  }
}

/** With the time that events may need: MinIO looks for them every 3 s, and the service is killed meanwhile. */
const CONVERGES_MS = 60_000;
const POLL_MS = 100;

async function atRest(life: Life): Promise<Stored> {
  const stored = await readStored(life);
  const truth = isReallyDirty(stored);
  const deadline = performance.now() + CONVERGES_MS;
  let { draftDirty } = stored;
  while (draftDirty !== truth && performance.now() < deadline) {
    await setTimeout(POLL_MS);
    draftDirty = await readFlag(life);
  }
  return { ...stored, draftDirty };
}
