// Each fault does what its name says: to the server, and to the client.
import { expect, onTestFinished, test } from 'vitest';
import { tinyServer } from '../../client/support/tiny-server.ts';
import { exchange } from '../../support/exchange.ts';
import { s3Protocol } from './aws-protocol.ts';
import { startFaultProxy } from './proxy.ts';
import { FAULTS, type Fault } from './schedule.ts';

/** A server behind a proxy where every request meets that fault. */
async function behind(fault: Fault | null) {
  const server = await tinyServer({ status: 200, body: 'answer 1' }, { status: 200, body: 'answer 2' });
  const proxy = await startFaultProxy(server.url, s3Protocol, () => ({ fault, milliseconds: 1 }));
  onTestFinished(() => proxy.close());
  const ask = async () => {
    const answer = await exchange(proxy.url, { method: 'PUT', target: '/a%2Fb?c=d', body: 'e' }).catch(
      () => null,
    );
    await proxy.settled();
    return answer && `${answer.status} ${answer.bytes}`;
  };
  const arrived = () => server.received.map(({ method, url, body }) => `${method} ${url} ${body}`);
  return { ask, arrived, proxy };
}

const ARRIVED = 'PUT /a%2Fb?c=d e';

const behaviour: Readonly<Record<Fault, readonly [answer: RegExp | null, arrivals: number]>> = {
  delayed: [/^200 answer 1$/, 1],
  dropped: [null, 0],
  late: [null, 1],
  'answer dropped': [null, 1],
  'answer cut': [null, 1],
  doubled: [/^200 answer 2$/, 2],
  'done, then 500': [/^500 .*InternalError/, 1],
  '500': [/^500 .*InternalError/, 0],
  '503': [/^503 .*ServiceUnavailable/, 0],
  throttled: [/^503 .*SlowDown/, 0],
};

test.each(FAULTS)('a request that meets "%s"', async (fault) => {
  const { ask, arrived, proxy } = await behind(fault);
  const [expected, arrivals] = behaviour[fault];

  const answer = await ask();

  if (expected === null) expect(answer).toBeNull();
  else expect(answer).toMatch(expected);
  expect(arrived()).toEqual(Array.from({ length: arrivals }, () => ARRIVED));
  expect(proxy.met[fault]).toBe(1);
});

test('without a fault, and in a calm, requests and answers pass as they are', async () => {
  const { ask, arrived } = await behind(null);
  const { ask: askInCalm, proxy } = await behind('dropped');
  proxy.setCalm(true);

  expect(await ask()).toBe('200 answer 1');
  expect(await askInCalm()).toBe('200 answer 1');
  expect(arrived()).toEqual([ARRIVED]);
});
