// `npm run torture`: lives under faults and kills, each judged when it ends; exit code 1 if any broke a promise.
import { readFile } from 'node:fs/promises';
import { judge } from './checker/judge.ts';
import { parseFlags } from './flags.ts';
import type { History } from './history/history.ts';
import { tortureFor } from './torture.ts';

// What the service says of every fault would fill the log.
process.env.POWERTOOLS_LOG_LEVEL = 'CRITICAL';
// It starts again and again, and compiles the same sources each time.
process.env.NODE_COMPILE_CACHE ??= new URL('../../.cache/compile/', import.meta.url).pathname;

const flags = parseFlags(process.argv.slice(2));
process.exitCode = (await (flags.judge === undefined ? tortureFor(flags) : judgeAgain(flags.judge))) ? 0 : 1;

async function judgeAgain(file: string): Promise<boolean> {
  const history: History = JSON.parse(await readFile(file, 'utf8'));
  const violations = judge(history);
  for (const { promise, text } of violations) console.log(`${history.pipeline}: ${promise}: ${text}`);
  return violations.length === 0;
}
