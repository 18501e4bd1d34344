// Publishers, rollbacks and real editors on one pipeline at the same time.
import { setTimeout } from 'node:timers/promises';
import pMap from 'p-map';
import { expect, test } from 'vitest';
import type { Pipeline } from '../../functions/domain/pipeline.ts';
import { asVersion } from '../support/as-version.ts';
import { type EditJournal, keepJournal } from '../support/edit-journal.ts';
import { flagBecomes, isReallyDirty } from '../support/flag.ts';
import { numbersTo, readHistory, type Version } from '../support/history.ts';
import { createPatientPublisher, type Published } from '../support/patient-publisher.ts';
import { seededRandom } from '../support/random.ts';
import { patience, type ServerSet, s3Server, serverSet } from '../support/server-set.ts';
import { useServers } from '../support/servers.ts';
import { uniquePipeline } from '../support/unique-pipeline.ts';

const { api, drafts } = await useServers();

async function newPipeline(): Promise<Pipeline> {
  const pipeline = uniquePipeline();
  await drafts.saveFile(pipeline, 'pipeline.sql', 'SELECT 1');
  return pipeline;
}

const isMade = (number: number) => (version: Version) => version.version_number === number;

/** Edits, turn after turn, until `during` is over. */
async function editing<T>(edit: (turn: number) => Promise<void>, during: Promise<T>): Promise<T> {
  let over = false;
  const editor = (async () => {
    for (let turn = 1; !over; turn++) await edit(turn);
  })();
  const result = await during.finally(() => {
    over = true;
  });
  await editor;
  return result;
}

/** Each snapshot stood so at an instant of its own request, and none is older than the one before it. */
function expectOrderedSnapshots(published: readonly Published[], journal: EditJournal): void {
  let earliest = 0;
  for (const { version, ...request } of published.toSorted(byNumber)) {
    const instant = journal.instantOf(version, earliest, request);
    expect(
      instant,
      `version ${version.version_number} is no state of the draft, or an older one`,
    ).toBeDefined();
    earliest = instant ?? earliest;
  }
}

function byNumber(one: Published, other: Published): number {
  return one.version.version_number - other.version.version_number;
}

// Each version that 16 publishers make costs the other 15 an attempt. Real servers make four to eight versions a second,
// and two when the machine is busy: then the last publishers may have waited for the 20 s that a publish may take, and
// are asked to try again.
const TURNS = turnsOn(serverSet);

/**
 * A deployed stack shows that requests in environments of their own race as those of one process do. How many races it
 * takes to see a mistake is found out where they are cheap.
 */
const REPETITIONS = serverSet === 'deployed' ? 0.25 : 1;

function turnsOn(servers: ServerSet): number {
  if (servers === 'embedded') return 6;
  return servers === 'deployed' ? 1 : 3;
}

test(
  `16 publishers get ${TURNS} version(s) each, and the numbers have no gaps`,
  async () => {
    const pipeline = await newPipeline();
    const { publish, refusals } = createPatientPublisher(api, pipeline);
    const publishAll = (publisher: number) =>
      pMap(numbersTo(TURNS), (turn) => publish(`${publisher}/${turn}`), { concurrency: 1 });

    const published = (await Promise.all(numbersTo(16).map(publishAll))).flat();

    const history = await readHistory(api, pipeline);
    expect(history.map(({ version_number }) => version_number)).toEqual(numbersTo(16 * TURNS));
    for (const { version } of published)
      expect(history.find(isMade(version.version_number))).toEqual(version);
    expect(new Set(published.map(({ version }) => version.version_number)).size).toBe(16 * TURNS);
    console.info('races: answers that asked to try again, among 16 publishers', refusals);
  },
  patience(60_000),
);

const pace = { embedded: 1, MinIO: 1.5, LocalStack: 4, deployed: 8 }[s3Server];

/**
 * Between two edits. One who is faster than two lists, on whatever machine, leaves no moment to publish: editors give way
 * the longer nothing was published.
 */
function editorsPause(longest: number, random: number, waitingMs: number): Promise<void> {
  return setTimeout(random * pace * longest * (1 + waitingMs / 500));
}

const PAIRS = [
  { draft: 'small', fillers: 0, publishes: 40 * REPETITIONS, longestPause: 30 },
  // S3 lists 1,000 objects at once: here a pair is read in two requests, with time to save in between.
  { draft: 'listed in two pages', fillers: 1_000, publishes: Math.ceil(10 * REPETITIONS), longestPause: 700 },
];

test.each(PAIRS)(
  'in a draft that is $draft, no snapshot is torn or older than the one before it, while pairs of files are saved',
  async ({ fillers, publishes, longestPause }) => {
    const random = seededRandom();
    const pipeline = uniquePipeline();
    const journal = keepJournal(drafts, pipeline);
    await journal.saveAll(numbersTo(fillers).map((number) => `filler/${number}`));
    await journal.save('a.sql', '0');
    await journal.save('pipeline.sql', '0');
    const { publish, refusals, waitingMs } = createPatientPublisher(api, pipeline);
    const savePair = async (turn: number) => {
      await journal.save('a.sql', `${turn}`);
      await journal.save('pipeline.sql', `${turn}`);
      if (turn % 3 === 0) await journal.save('b.sql', `${turn}`);
      if (turn % 3 === 1) await journal.remove('b.sql');
      await editorsPause(longestPause, random(), waitingMs());
    };

    const publishing = pMap(numbersTo(publishes), (turn) => publish(`Turn ${turn}`), { concurrency: 2 });
    const published = await editing(savePair, publishing);

    const snapshots = new Set(published.map(({ version }) => version.fingerprint)).size;
    console.info('races: distinct snapshots', snapshots, 'answers that asked to try again', refusals);
    expectOrderedSnapshots(published, journal);
    const history = await readHistory(api, pipeline);
    expect(history.map(({ version_number }) => version_number)).toEqual(numbersTo(publishes));
    await flagBecomes(api, pipeline, await isReallyDirty(api, drafts, pipeline));
  },
  patience(90_000),
);

test(
  'a save at a random moment of a publish is in the version or in the flag',
  async () => {
    const random = seededRandom();
    const seen = { version: 0, flag: 0, refused: 0 };

    const round = async (turn: number) => {
      const pipeline = await newPipeline();
      await api.ok('publishVersion', { params: pipeline, body: { message: 'Before' } });
      const saving = setTimeout(random() * pace * 40).then(() =>
        drafts.saveFile(pipeline, 'pipeline.sql', `SELECT ${turn + 1}`),
      );
      const publishing = setTimeout(random() * pace * 40).then(() =>
        api.send('publishVersion', { params: pipeline, body: { message: 'Racing' } }),
      );
      const [saved, answer] = await Promise.all([saving, publishing]);

      const pins = 'error' in answer ? [] : Object.values(answer.body.published_versions);
      await flagBecomes(api, pipeline, !pins.includes(saved));
      seen[pins.includes(saved) ? 'version' : 'flag'] += 1;
      seen.refused += 'error' in answer ? 1 : 0;
    };
    const rounds = 60 * REPETITIONS;
    await pMap(numbersTo(rounds), round, { concurrency: 3 });

    console.info('races: saves found in', seen);
    expect(seen.version + seen.flag).toBe(rounds);
  },
  patience(60_000),
);

test(
  'rollbacks, publishes and edits mixed: numbers have no gaps, and a rollback pins what its target pins',
  async () => {
    const random = seededRandom();
    const pipeline = uniquePipeline();
    const journal = keepJournal(drafts, pipeline);
    await journal.save('pipeline.sql', '0');
    const { publish, refusals, waitingMs } = createPatientPublisher(api, pipeline);
    const first = await publish('First');
    const rollBack = async (turn: number) => {
      const { body } = await api.ok('getPipeline', { params: pipeline });
      const version_number = 1 + Math.floor(random() * (body.latest_version ?? 1));
      const params = { ...pipeline, version_number };
      return asVersion((await api.ok('rollbackVersion', { params, body: { message: `Back ${turn}` } })).body);
    };

    const times = 24 * REPETITIONS;
    const work = Promise.all([
      pMap(numbersTo(times), (turn) => publish(`Turn ${turn}`), { concurrency: 3 }),
      pMap(numbersTo(times), rollBack, { concurrency: 2 }),
    ]);
    const save = async (turn: number) => {
      await journal.save('pipeline.sql', `${turn}`);
      await editorsPause(40, random(), waitingMs());
    };
    const [published, rolledBack] = await editing(save, work);

    console.info('races: answers that asked to try again, among rollbacks', refusals);
    const history = await readHistory(api, pipeline);
    expect(history.map(({ version_number }) => version_number)).toEqual(numbersTo(2 * times + 1));
    expectOrderedSnapshots([first, ...published], journal);
    for (const version of [...rolledBack, ...published.map((each) => each.version)])
      expect(history.find(isMade(version.version_number))).toEqual(version);
    for (const { rollback_of, fingerprint, published_versions } of rolledBack) {
      expect(history.find(isMade(rollback_of ?? 0))).toMatchObject({ fingerprint, published_versions });
    }
    const instants = history.map(({ created_at }) => created_at);
    expect(instants).toEqual(instants.toSorted());
    await flagBecomes(api, pipeline, await isReallyDirty(api, drafts, pipeline));
  },
  patience(60_000),
);
