// Those who make versions: publishers with and without keys, a thief of keys, and one who rolls back.
import { setTimeout } from 'node:timers/promises';
import type { VersionRequest } from '../history/history.ts';
import { between } from '../seed.ts';
import type { Actor, Life } from './life.ts';
import { asksAgain, sendVersionRequest } from './version-request.ts';

const REPEATS = 3;
const LONGEST_PAUSE_MS = 150;

export const publisher: Actor = async (life, name) => {
  const random = life.random(name);
  for (let turn = 1; !life.isOver(); turn++) {
    const key = random() < 0.75 ? `${name}-${turn}` : null;
    await insist(life, {
      ...{ message: `${name} ${turn}`, key, target: null },
      expectedVersion: random() < 0.15 ? newestSeen(life) : null,
      skipUnchanged: random() < 0.15,
    });
    await setTimeout(between(random, 0, LONGEST_PAUSE_MS));
  }
};

export const rollbacker: Actor = async (life, name) => {
  const random = life.random(name);
  for (let turn = 1; !life.isOver(); turn++) {
    const key = random() < 0.75 ? `${name}-${turn}` : null;
    const target = between(random, 1, newestSeen(life) + 2);
    const expectedVersion = random() < 0.15 ? newestSeen(life) : null;
    await insist(life, { message: `${name} ${turn}`, key, target, expectedVersion, skipUnchanged: false });
    await setTimeout(between(random, 100, 600));
  }
};

/** Sends other requests with the keys of others. */
export const keyThief: Actor = async (life, name) => {
  const random = life.random(name);
  for (let turn = 1; !life.isOver(); turn++) {
    await setTimeout(between(random, 200, 1_000));
    const stolen = life.keyed.at(-between(random, 1, 5));
    if (stolen === undefined) continue;
    const request = { ...stolen, message: `${name} ${turn}`, expectedVersion: null, skipUnchanged: false };
    await sendVersionRequest(life, { ...request, target: null });
  }
};

/** With a key a request is repeated, sometimes while the one before it still runs at a server. */
async function insist(life: Life, request: VersionRequest): Promise<void> {
  if (request.key !== null) life.keyed.push(request);
  for (let repeat = 0; repeat <= (request.key === null ? 0 : REPEATS); repeat++) {
    if (!asksAgain(await sendVersionRequest(life, request)) || life.isOver()) return;
  }
}

function newestSeen({ operations }: Life): number {
  for (const operation of operations.toReversed()) {
    if ('answer' in operation && 'version' in operation.answer) return operation.answer.version.number;
  }
  return 0;
}
