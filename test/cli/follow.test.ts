// feed --follow: a line for each event as it comes, through outages, until Ctrl-C.
import { createServer } from 'node:http';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createFeedFollower, type FeedPage } from '../../cli/follow-feed.ts';
import type { FeedEvent } from '../../client/types.ts';
import { displayName } from '../../functions/domain/pipeline.ts';
import { listening } from '../client/support/listening.ts';
import { ended } from '../support/ended.ts';
import { useServers } from '../support/servers.ts';
import { uniqueName, uniquePipeline } from '../support/unique-pipeline.ts';
import { createCli } from './support/run-cli.ts';

const { api, apiUrl, drafts } = await useServers();

async function newPipeline() {
  const params = { ...uniquePipeline(), namespace: uniqueName('follow') };
  await drafts.saveFile(params, 'pipeline.sql', 'SELECT 1');
  return params;
}
type Params = Awaited<ReturnType<typeof newPipeline>>;
const publish = (params: Params, message: string) => api.ok('publishVersion', { params, body: { message } });

function following(url: string, params: Params, ...flags: readonly string[]) {
  const rest = ['--namespace', params.namespace, '--interval', '0.02', ...flags];
  const child = createCli(url).start('feed', '--follow', ...rest);
  const linesOf = (stream: Readable | null) => {
    if (stream === null) throw new Error('its output is not piped');
    const lines = createInterface({ input: stream })[Symbol.asyncIterator]();
    return async () => (await lines.next()).value ?? '';
  };
  return { child, end: ended(child), next: linesOf(child.stdout), nextNote: linesOf(child.stderr) };
}

/** In front of the service: can be away, and tells when the feed was first asked for. */
async function startDoor() {
  const asked = Promise.withResolvers<void>();
  const door = { isOpen: true };
  const server = createServer(async (request, response) => {
    if (!door.isOpen) return void request.socket.destroy();
    const answer = await fetch(`${apiUrl}${request.url}`);
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(await answer.text());
    asked.resolve();
  });
  const url = await listening(server);
  onTestFinished(() => server.closeAllConnections());
  return Object.assign(door, { url, asked: asked.promise });
}

test('new events are printed oldest first, one object of JSON in a line, and Ctrl-C ends it', async () => {
  const params = await newPipeline();
  await publish(params, 'Before');
  const door = await startDoor();
  const { child, end, next } = following(door.url, params, '--json');
  await door.asked;

  await publish(params, 'One');
  await publish(params, 'Two');
  const events = [JSON.parse(await next()), JSON.parse(await next())];
  child.kill('SIGINT');

  expect(events.map(({ message }) => message)).toEqual(['One', 'Two']);
  const { body } = await api.ok('getFeed', { query: { namespace: params.namespace } });
  expect(events.toReversed()).toEqual(body.events.slice(0, 2));
  expect(await end).toMatchObject({ code: 130 });
});

test('a pipe gets the cells of the list with tabs between, also after an outage', async () => {
  const params = await newPipeline();
  const door = await startDoor();
  const { child, next, nextNote } = following(door.url, params);
  await door.asked;

  door.isOpen = false;
  const away = await nextNote();
  await publish(params, 'Meanwhile');
  door.isOpen = true;
  const line = await next();
  const back = await nextNote();
  child.kill('SIGINT');

  expect(away).toContain('Still trying.');
  expect(back).toBe('The service answers again.');
  const { body } = await api.ok('getFeed', { query: { namespace: params.namespace } });
  const [event] = body.events;
  expect(line.split('\t')).toEqual([
    event?.time,
    displayName(params),
    'v1',
    event?.created_by ?? '-',
    'Meanwhile',
  ]);
});

test('what trying again cannot mend ends it', async () => {
  const server = createServer((_, response) => {
    const error = { code: 'FORBIDDEN', type: 'FORBIDDEN', message: 'No.', details: {}, request_id: 'r' };
    response.writeHead(403, { 'content-type': 'application/json' }).end(JSON.stringify({ error }));
  });
  const { code } = await createCli(await listening(server)).run('feed', '--follow');

  expect(code).toBe(1);
});

describe('the follower', () => {
  const event = (n: number) => ({ id: `e${n}`, time: `t${n}` }) as FeedEvent;

  /** A feed, newest first, in pages of three. */
  function feed(numbers: number[]) {
    const reads: (string | null)[] = [];
    const readPage = async (cursor: string | null): Promise<FeedPage> => {
      reads.push(cursor);
      const from = Number(cursor ?? 0);
      const more = from + 3 < numbers.length;
      return {
        events: numbers.slice(from, from + 3).map(event),
        next_cursor: more ? String(from + 3) : null,
      };
    };
    const follower = createFeedFollower(readPage);
    const next = async () => (await follower.next()).map(({ id }) => id);
    return { follower, next, reads };
  }

  test('reads one page where nothing is new', async () => {
    const { follower, next, reads } = feed([9, 8, 7, 6, 5]);
    await follower.begin();

    expect(await next()).toEqual([]);
    expect(reads).toEqual([null, null]);
  });

  test('reads on until a page ends with what is known', async () => {
    const numbers = [3, 2, 1];
    const { follower, next } = feed(numbers);
    await follower.begin();
    numbers.unshift(8, 7, 6, 5, 4);

    expect(await next()).toEqual(['e4', 'e5', 'e6', 'e7', 'e8']);
    expect(await next()).toEqual([]);
  });

  test('finds what is new below what is known', async () => {
    const numbers = [5, 3, 1];
    const { follower, next } = feed(numbers);
    await follower.begin();
    numbers.splice(1, 0, 4);

    expect(await next()).toEqual(['e4']);
  });

  test('begins with nothing where nothing has happened', async () => {
    const numbers: number[] = [];
    const { follower, next } = feed(numbers);
    await follower.begin();
    numbers.unshift(4, 3, 2, 1);

    expect(await next()).toEqual(['e1', 'e2', 'e3', 'e4']);
  });
});
