// The model check is worth something only if it sees mistakes: each of these must break a promise
// within as many runs as `npm test` makes of the protocol as it is.
import { expect, test } from 'vitest';
import { checkPromises, RUNS } from './check.ts';
import { mistakes, withMistake } from './mutants.ts';

const byRandomRuns = mistakes.filter(({ seed }) => seed !== null);

test.each(byRandomRuns)(
  'the model check notices when $name',
  async (mistake) => {
    const broken = await withMistake(mistake, 'model');

    const parameters = { numRuns: RUNS, seed: mistake.seed ?? 1, endOnFailure: true };
    const { freezes = false } = mistake;
    const failure = await checkPromises(broken, parameters, { freezes }).catch((error) => error);

    expect(failure).toBeInstanceOf(Error);
    const [runs] = /after \d+ tests/.exec(failure.message) ?? ['?'];
    const promise = String((failure.cause as Error | undefined)?.message ?? failure.message).split('\n')[0];
    expect(promise).toMatch(/^\d+ |is missing from history/);
    console.info(`${mistake.name}: broke promise ${promise}, ${runs}`);
  },
  120_000,
);
