// 5,000 random runs of the real use cases on the memory adapters. MODEL_RUNS and MODEL_SEED change that.
import { expect, test } from 'vitest';
import { checkPromises } from './check.ts';
import { realProtocol } from './protocol.ts';

test('every promise holds whatever is saved, published, rolled back, delivered late, crashed or lost', async () => {
  const seed = Number(process.env.MODEL_SEED ?? Date.now());
  const numRuns = Number(process.env.MODEL_RUNS ?? 5_000);
  await expect(checkPromises(realProtocol, { seed, numRuns })).resolves.toBeUndefined();
}, 300_000);
