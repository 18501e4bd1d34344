// Random runs of the real use cases on the memory adapters. MODEL_RUNS and MODEL_SEED change that.
import { expect, test } from 'vitest';
import { checkPromises, RUNS } from './check.ts';
import { realProtocol } from './protocol.ts';

const seed = Number(process.env.MODEL_SEED ?? Date.now());
const numRuns = Number(process.env.MODEL_RUNS ?? RUNS);
const timeout = 60_000 + numRuns * 20;

test('every promise holds whatever is saved, published, rolled back, delivered late, crashed or lost', {
  timeout,
}, async () => {
  await expect(checkPromises(realProtocol, { seed, numRuns })).resolves.toBeUndefined();
});

test('every promise holds whenever pipeline and namespace are frozen, and freezes lifted, ended or overridden', {
  timeout,
}, async () => {
  const parameters = { seed, numRuns: Math.ceil(numRuns / 3) };
  await expect(checkPromises(realProtocol, parameters, { freezes: true })).resolves.toBeUndefined();
});
