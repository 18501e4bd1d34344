// The service is killed in the middle of a storm, as by a power cut, and starts again on the same data.
import { setTimeout } from 'node:timers/promises';
import pMap from 'p-map';
import { expect, onTestFinished, test } from 'vitest';
import type { Pipeline } from '../../functions/domain/pipeline.ts';
import { asVersion } from '../support/as-version.ts';
import { flagBecomes, isReallyDirty } from '../support/flag.ts';
import { numbersTo, readHistory, type Version } from '../support/history.ts';
import { seededRandom } from '../support/random.ts';
import { isSlow, patience, serverSet } from '../support/server-set.ts';
import { type Servers, startServers } from '../support/servers.ts';
import { uniqueName, uniquePipeline } from '../support/unique-pipeline.ts';

interface Attempt {
  readonly pipeline: Pipeline;
  readonly key: string | null;
  /** Every attempt has its own, so that its versions can be counted. */
  readonly message: string;
  answer?: Version;
}

interface Save {
  readonly pipeline: Pipeline;
  readonly path: string;
  readonly content: string;
  readonly versionId: string;
}

/** What clients know after a storm: all that they tried, and all that was acknowledged. */
interface Storm {
  readonly attempts: Attempt[];
  readonly saves: Save[];
  isOver: boolean;
}

const ROUNDS = 3;
/** Lists of a slow server take so long that quicker editors would leave no moment to publish. */
const SAVE_PAUSE_MS = isSlow ? 1_000 : 60;
const pipelines = [uniquePipeline(), uniquePipeline()];

function requestOf({ pipeline, key, message }: Attempt) {
  return { params: pipeline, body: { message }, headers: key === null ? {} : { 'Idempotency-Key': key } };
}

/** Goes on until the service is gone. */
async function publishInto(
  { attempts }: Storm,
  { api }: Servers,
  pipeline: Pipeline,
  keyed: boolean,
): Promise<void> {
  for (;;) {
    const key = keyed ? uniqueName('key') : null;
    const attempt: Attempt = { pipeline, key, message: uniqueName('storm') };
    attempts.push(attempt);
    const answer = await api.send('publishVersion', requestOf(attempt)).catch(() => null);
    if (answer === null) return;
    if (!('error' in answer)) attempt.answer = asVersion(answer.body);
  }
}

/** An S3 of its own survives the service; an embedded one goes with it. */
async function saveInto(storm: Storm, { drafts }: Servers, pipeline: Pipeline, path: string): Promise<void> {
  while (!storm.isOver) {
    const content = `content: ${uniqueName('c')}`; // also for a config.yaml, whose checks pass
    const versionId = await drafts.saveFile(pipeline, path, content).catch(() => null);
    if (versionId === null) return;
    storm.saves.push({ pipeline, path, content, versionId });
    await setTimeout(SAVE_PAUSE_MS);
  }
}

/** Ends when the service is killed, after `milliseconds`. */
async function storm(servers: Servers, milliseconds: number): Promise<Storm> {
  const result: Storm = { attempts: [], saves: [], isOver: false };
  const clients = pipelines.flatMap((pipeline) => [
    publishInto(result, servers, pipeline, true),
    publishInto(result, servers, pipeline, true),
    publishInto(result, servers, pipeline, false),
    saveInto(result, servers, pipeline, 'pipeline.sql'),
    saveInto(result, servers, pipeline, 'config.yaml'),
  ]);
  await setTimeout(milliseconds);
  await servers.kill9();
  result.isOver = true;
  await Promise.all(clients);
  return result;
}

async function expectNothingLost({ api, drafts }: Servers, { attempts, saves }: Storm): Promise<void> {
  for (const pipeline of pipelines) {
    const history = await readHistory(api, pipeline);
    expect(history.map(({ version_number }) => version_number)).toEqual(numbersTo(history.length));
    for (const { pipeline: owner, answer } of attempts) {
      if (owner === pipeline && answer) expect(history[answer.version_number - 1]).toEqual(answer);
    }
  }
  for (const { pipeline, path, content, versionId } of saves)
    expect(await drafts.readFile(pipeline, path, versionId)).toBe(content);
}

/** Repeats what had a key, answered or not; each makes one version in all. Returns how many were lost answers. */
async function expectOneVersionPerKey({ api }: Servers, { attempts }: Storm): Promise<number> {
  let lostAnswers = 0;
  const keyed = attempts.filter(({ key }) => key !== null).slice(-60);
  const repeat = async (attempt: Attempt) => {
    const again = await api.ok('publishVersion', requestOf(attempt));
    const isReplay = again.headers['idempotent-replayed'] === 'true';
    if (attempt.answer) expect([isReplay, asVersion(again.body)]).toEqual([true, attempt.answer]);
    else lostAnswers += isReplay ? 1 : 0;
  };
  await pMap(keyed, repeat, { concurrency: 2 });
  for (const pipeline of pipelines) {
    const messages = (await readHistory(api, pipeline)).map(({ message }) => message);
    for (const { message } of keyed.filter((attempt) => attempt.pipeline === pipeline))
      expect(messages.filter((other) => other === message)).toHaveLength(1);
  }
  return lostAnswers;
}

test(
  'after kill -9 all that was acknowledged is there, keys still hold, and the flags find the truth',
  async ({ skip }) => {
    skip(serverSet === 'deployed', 'a deployed stack cannot be killed');
    const random = seededRandom();
    const seen = { versions: 0, saves: 0, unanswered: 0, lostAnswers: 0 };
    let servers = await startServers();
    onTestFinished(() => servers.stop());
    for (const pipeline of pipelines) {
      await servers.drafts.saveFile(pipeline, 'pipeline.sql', 'SELECT 1');
      await servers.api.ok('publishVersion', { params: pipeline, body: { message: 'Before the storm' } });
    }

    for (const _ of numbersTo(ROUNDS)) {
      const seenInStorm = await storm(servers, 1_000 + random() * 1_000);
      const { attempts, saves } = seenInStorm;
      servers = await servers.restart();

      for (const pipeline of pipelines)
        await flagBecomes(servers.api, pipeline, await isReallyDirty(servers.api, servers.drafts, pipeline));
      await expectNothingLost(servers, seenInStorm);
      seen.versions += attempts.filter(({ answer }) => answer).length;
      seen.unanswered += attempts.filter(({ answer }) => !answer).length;
      seen.saves += saves.length;
      seen.lostAnswers += await expectOneVersionPerKey(servers, seenInStorm);
    }

    console.info('survival: acknowledged and lost', seen);
    expect(Math.min(seen.versions, seen.saves, seen.unanswered)).toBeGreaterThan(0);
  },
  patience(60_000),
);
