// A cut of `npm run interleavings` that takes a few seconds.
import { expect, test } from 'vitest';
import { mistakes } from '../model/mutants.ts';
import { realProtocol } from '../model/protocol.ts';
import { explore, type Run, replay } from './explore.ts';
import { findMistake, scenarioNamed } from './mistakes.ts';
import { startRun } from './run.ts';

test.each([
  ['two edits, each with its event', 1],
  ['two publishers', 1],
  ['three publishers', 0],
  ['a publisher and a freeze', 1],
  ['a publisher and a freeze of the namespace', 1],
  ['a publisher and a freeze that is lifted', 0],
])('no order of the requests breaks a promise: %s, mishaps: %i', async (name, mishaps) => {
  const scenario = { ...scenarioNamed(name), mishaps };

  const explored = await explore(() => startRun(scenario, realProtocol));

  expect(explored.violation).toBeNull();
  expect(explored.states).toBeGreaterThan(50);
  console.info(`${name}, mishaps: ${mishaps}: ${explored.states} states`);
});

test('the orders that are left out end in no other way', async () => {
  const scenario = { ...scenarioNamed('two publishers'), mishaps: 0 };
  const [reduced, whole] = [new Set<string>(), new Set<string>()];

  await explore(() => withEnds(startRun(scenario, realProtocol), reduced));
  const { states } = await explore(async () =>
    inAnyOrder(await withEnds(startRun({ ...scenario, everyOrder: true }, realProtocol), whole)),
  );

  expect(states).toBeGreaterThan(200);
  expect(reduced).toEqual(new Set([...whole].map(orItsMirror)));
});

/** Of an end and its mirror image the one that stands for both. */
function orItsMirror(end: string): string {
  const names: Readonly<Record<string, string>> = { publisher: 'other', other: 'publisher' };
  const mirror = end.replaceAll(/\b(?:publisher|other)\b/g, (name) => names[name] as string);
  return mirror < end ? mirror : end;
}

async function withEnds(starting: Promise<Run>, ends: Set<string>): Promise<Run> {
  const run = await starting;
  return {
    ...run,
    async state() {
      const state = await run.state();
      if (run.choices().length === 0) ends.add(state.text);
      return state;
    },
  };
}

/** No two choices commute. */
function inAnyOrder(run: Run): Run {
  return { ...run, choices: () => run.choices().map((choice) => ({ ...choice, writes: ['everything'] })) };
}

const quicklyFound = [
  'the second list is dropped',
  'a failed condition is a lost race, without looking for the own id',
  'a version names a snapshot before all of its parts are stored',
  'a freeze is looked for at the start alone',
  'a publish that overrides freezes does not ask whether there is one it has not seen',
  'a freeze refuses a request before it has looked for its own version',
  'a publish does not look for a freeze of the namespace',
  'the freeze of the namespace is not recorded with the version that overrides it',
];

test.each(mistakes.filter(({ name }) => quicklyFound.includes(name)))(
  'an order is found that shows when $name',
  async (mistake) => {
    const { violation } = await findMistake(mistake);

    expect(violation?.broken[0]).toMatch(/^\d /);
  },
);

test('the choices that lead to what is broken lead there again', async () => {
  const [mistake] = mistakes.filter(({ name }) => name === 'the second list is dropped');
  if (mistake === undefined) throw new Error('the mistake has another name now');
  const { violation, protocol } = await findMistake(mistake);

  const again = await replay(
    () => startRun(scenarioNamed(mistake.shownBy), protocol),
    violation?.choices ?? [],
  );

  await expect(again.broken()).resolves.toEqual(violation?.broken);
});
