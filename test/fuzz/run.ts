// `npm run fuzz -- [PART…] [--quick] [--seed S] [--runs N]`: nonsense for whatever listens or is answered, seeded and
// bounded. All parts if none is named. The same seed gives the same nonsense.
import { parseArgs } from 'node:util';
import type { FuzzPart } from './part.ts';

const PARTS: Readonly<Record<string, () => Promise<FuzzPart>>> = {
  client: async () => (await import('./client/client-part.ts')).clientPart,
  api: async () => (await import('./server/api-part.ts')).apiPart,
  s3: async () => (await import('./server/s3-part.ts')).s3Part,
  dynamodb: async () => (await import('./server/dynamodb-part.ts')).dynamoDbPart,
  events: async () => (await import('./server/events-part.ts')).eventsPart,
};

// Only what should not be is printed. Parts read this as they are loaded.
Object.assign(process.env, { POWERTOOLS_LOG_LEVEL: 'CRITICAL', POWERTOOLS_METRICS_DISABLED: 'true' });

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { quick: { type: 'boolean' }, seed: { type: 'string' }, runs: { type: 'string' } },
});
const unknown = positionals.find((name) => !(name in PARTS));
if (unknown !== undefined) {
  console.error(`There is no part ${unknown}; there are: ${Object.keys(PARTS).join(', ')}.`);
  process.exit(2);
}

const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31));
for (const [name, load] of Object.entries(PARTS)) {
  if (positionals.length > 0 && !positionals.includes(name)) continue;
  await runPart(name, await load());
}

async function runPart(name: string, part: FuzzPart): Promise<void> {
  const runs = Number(values.runs ?? (values.quick ? part.quickRuns : part.runs));
  const command = `npm run fuzz -- ${name} --seed ${seed} --runs ${runs}`;
  process.removeAllListeners('uncaughtExceptionMonitor');
  process.on('uncaughtExceptionMonitor', () => console.log(`FAIL ${name}: it crashed; ${command}`));
  const began = performance.now();
  try {
    const figures = await part.run({ seed, runs });
    const took = Math.round((performance.now() - began) / 1_000);
    console.log(`ok   ${name}: ${runs} runs in ${took} s, seed ${seed}; ${figures}`);
  } catch (error) {
    process.exitCode = 1;
    console.log(`FAIL ${name}: ${command}`);
    console.log(error instanceof Error ? error.message : error);
    if (error instanceof Error && error.cause instanceof Error) console.log(error.cause.message);
  }
}
