// One round of the bench, as a process: node round.ts PLAN. Sends what it measured to its parent (run-round.ts).
import { allCases } from './cases.ts';
import type { RoundPlan } from './run-round.ts';
import type { Series } from './series.ts';
import { startServer } from './start-server.ts';

const { servers, sizes, reversed, progress }: RoundPlan = JSON.parse(process.argv[2] ?? '');
const cases = allCases(sizes);
if (reversed) cases.reverse();

const server = await startServer(servers);
try {
  const measured: Series[] = [];
  for (const { name, measure } of cases) {
    if (progress) console.error(`… ${name}`);
    measured.push(...(await measure(server)));
  }
  process.send?.(measured);
} finally {
  await server.close();
}
process.disconnect?.();
