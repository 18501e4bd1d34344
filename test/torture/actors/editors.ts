// Editors of drafts. Each has files of its own, and content that nobody else writes.
import { setTimeout } from 'node:timers/promises';
import type { Outcome } from '../history/history.ts';
import { between, oneOf } from '../seed.ts';
import { deleteInBucket, etagOf, saveInBucket } from './bucket-edits.ts';
import type { Actor, Life } from './life.ts';
import { isRefusal } from './version-request.ts';

/** Saves pairs in order, without faults: a snapshot with the second of a pair has the first, or a later one. */
export const pairEditor: Actor = async (life, name) => {
  const random = life.random(name);
  const { direct } = life.s3;
  for (let turn = 1; !life.isOver(); turn++) {
    await saveInBucket(life, direct, 'a.sql', `${name} ${turn}`);
    await saveInBucket(life, direct, 'pipeline.sql', `${name} ${turn}`);
    if (turn % 3 === 0) await saveInBucket(life, direct, 'b.sql', `${name} ${turn}`);
    if (turn % 3 === 1) await deleteInBucket(life, direct, 'b.sql');
    await setTimeout(between(random, 20, 400));
  }
};

/** Through the faults, what checks let pass as SQL and as YAML: saves, saves the same again, takes back, deletes. */
export const strayEditor: Actor = async (life, name) => {
  const random = life.random(name);
  const { faulty } = life.s3;
  const paths = ['config.yaml', 'tests/quality/t.sql'];
  for (let turn = 1; !life.isOver(); turn++) {
    const path = oneOf(random, paths);
    const kind = random();
    if (kind < 0.2) await deleteInBucket(life, faulty, path);
    else await saveInBucket(life, faulty, path, `${path}: ${kind < 0.5 ? oneOf(random, [1, 2, 3]) : turn}`);
    await setTimeout(between(random, 50, 700));
  }
};

/** Through the API, each save on top of what it has read. */
export const apiEditor: Actor = async (life, name) => {
  const random = life.random(name);
  for (let turn = 1; !life.isOver(); turn++) {
    const seen = await etagThroughApi(life, 'notes.md');
    if (random() < 0.25) await deleteThroughApi(life, 'notes.md', seen);
    else await saveThroughApi(life, 'notes.md', `${name} ${turn}`, seen);
    await setTimeout(between(random, 50, 700));
  }
};

/** `null` if it is not there, `undefined` if nobody can tell. */
async function etagThroughApi({ ask }: Life, path: string): Promise<string | null | undefined> {
  const { answer, code } = await ask('getFile', { target: `/files/${path}` });
  if (answer?.status === 200) return answer.headers.etag?.replaceAll('"', '');
  return code === 'FILE_NOT_FOUND' || code === 'PIPELINE_NOT_FOUND' ? null : undefined;
}

async function saveThroughApi(
  { ask, operations }: Life,
  path: string,
  content: string,
  seen: string | null | undefined,
): Promise<void> {
  const request = { target: `/files/${path}`, body: content, headers: onTopOf(seen) };
  const { began, ended, answer, body } = await ask('putFile', request);
  const outcome = outcomeOf(answer?.status, 200);
  const versionId = outcome === 'done' ? (body as { version_id: string | null }).version_id : null;
  operations.push({
    ...{ op: 'save', began, ended: outcome === 'unknown' ? null : ended, path, etag: etagOf(content) },
    ...{ outcome, versionId, ...(seen && { ifMatch: seen }) },
  });
}

async function deleteThroughApi({ ask, operations }: Life, path: string, seen: string | null | undefined) {
  const headers = seen === null ? {} : onTopOf(seen);
  const { began, ended, answer } = await ask('deleteFile', { target: `/files/${path}`, headers });
  const outcome = outcomeOf(answer?.status, 204);
  const known = outcome === 'unknown' ? null : ended;
  operations.push({ op: 'delete', began, ended: known, path, outcome, versionId: null });
}

function onTopOf(seen: string | null | undefined): Readonly<Record<string, string>> {
  if (seen === undefined) return {};
  return seen === null ? { 'If-None-Match': '*' } : { 'If-Match': `"${seen}"` };
}

/** Makes the draft a version again, now and then. */
export const restorer: Actor = async ({ ask, operations, isOver, random: randomOf }, name) => {
  const random = randomOf(name);
  while (!isOver()) {
    await setTimeout(between(random, 300, 2_500));
    const target = between(random, 1, 1 + operations.filter(({ op }) => op === 'publish').length / 2);
    const request = { target: '/draft/restore', body: { version: target } };
    const { began, ended, answer } = await ask('restoreDraft', request);
    const outcome = outcomeOf(answer?.status, 200);
    operations.push({ op: 'restore', began, ended: outcome === 'unknown' ? null : ended, target, outcome });
  }
};

function outcomeOf(status = 0, done: number): Outcome {
  if (status === done) return 'done';
  return isRefusal(status) ? 'refused' : 'unknown';
}
