// Runs the README's walk-through exactly as printed: node test/readme/walk-through.ts [--skip-install] [--list]
// With --start COMMAND on a service that is started in another way than the README's first.
// The rules for its blocks are in readme.ts and match-output.ts. Uses nothing from node_modules, because the README's
// start command installs them anew.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { parseReadme, type Step } from './readme.ts';
import { createReport, detailsOf, titleOf } from './report.ts';
import { runStep } from './run-step.ts';
import { startService } from './service.ts';
import { startShellSession } from './shell-session.ts';

const { values: flags } = parseArgs({
  options: {
    readme: { type: 'string', default: join(import.meta.dirname, '../../README.md') },
    health: { type: 'string', default: 'http://127.0.0.1:8080/health' },
    start: { type: 'string' },
    'skip-install': { type: 'boolean', default: false },
    list: { type: 'boolean', default: false },
  },
});
const { start: firstStart, steps } = parseReadme(await readFile(flags.readme, 'utf8'));
const start = flags.start ?? firstStart;
const startCommand = flags['skip-install'] ? start.replace(/^npm (ci|install)\s*(&&|\n)\s*/, '') : start;
const report = createReport();

if (flags.list) {
  console.log([startCommand, ...steps.map(({ script }) => script)].join('\n\n'));
} else {
  await walkThrough();
  console.log(report.summary());
  // A connection that is kept open is no reason to stay.
  process.exit(report.failed === 0 ? 0 : 1);
}

async function walkThrough(): Promise<void> {
  const service = await attempt(`start: ${startCommand}`, () => startService(startCommand, flags.health));
  if (service === undefined) return skip(steps, 'nothing was started');
  await runSteps();
  await attempt('stop: Ctrl-C', service.stop);
}

async function runSteps(): Promise<void> {
  const session = await startShellSession();
  for (const [index, step] of steps.entries()) {
    const verdict = await runStep(session, step);
    if (verdict.differences.length === 0) report.pass(titleOf(step));
    else report.fail(titleOf(step), detailsOf(step, verdict));
    if (!verdict.sessionEnded) continue;
    skip(steps.slice(index + 1), 'the shell ended with the step above');
    break;
  }
  await session.close();
}

async function attempt<T>(title: string, act: () => Promise<T>): Promise<T | undefined> {
  try {
    const result = await act();
    report.pass(title);
    return result;
  } catch (error) {
    report.fail(title, error instanceof Error ? error.message : String(error));
    return undefined;
  }
}

function skip(left: readonly Step[], reason: string): void {
  for (const step of left) report.fail(titleOf(step), `not run: ${reason}`);
}
