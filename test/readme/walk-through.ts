// Runs the commands of pages exactly as printed: node test/readme/walk-through.ts [PAGE…] [--skip-install] [--list]
// Each page begins with a service that has just been started by the README's command, or by --start COMMAND, in a
// scratch copy of this clone. The rules for blocks are in page.ts and match-output.ts. Python blocks need the client
// of client/python; --skip python leaves them out and says so. --limit is how long one block may take.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { parsePage, type Step } from './page.ts';
import { createReport, detailsOf, titleOf } from './report.ts';
import { RUN_PAGES } from './run-pages.ts';
import { runStep } from './run-step.ts';
import { makeScratchClone } from './scratch-clone.ts';
import { startService } from './service.ts';
import { startShellSession } from './shell-session.ts';

const ROOT = join(import.meta.dirname, '../..');
const INSTALL = /^npm (ci|install)\s*(&&|\n)\s*/;

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    health: { type: 'string', default: 'http://127.0.0.1:8080/health' },
    start: { type: 'string' },
    limit: { type: 'string', default: '30' },
    skip: { type: 'string', multiple: true, default: [] },
    'skip-install': { type: 'boolean', default: false },
    list: { type: 'boolean', default: false },
  },
});
const pages = positionals.length > 0 ? positionals : RUN_PAGES;
const read = async (page: string) => parsePage(await readFile(join(ROOT, page), 'utf8'));
const start = flags.start ?? (await read('README.md')).start ?? '';
const report = createReport();

if (flags.list) {
  for (const page of pages) console.log((await read(page)).steps.map(({ script }) => script).join('\n\n'));
} else {
  const clone = await makeScratchClone(flags['skip-install']);
  for (const [index, page] of pages.entries()) await runPage(page, clone.dir, index > 0);
  await clone.remove();
  console.log(report.summary());
  // A connection that is kept open is no reason to stay.
  process.exit(report.failed === 0 ? 0 : 1);
}

async function runPage(page: string, clone: string, installed: boolean): Promise<void> {
  console.log(page);
  const { steps } = await read(page);
  const command = installed || flags['skip-install'] ? start.replace(INSTALL, '') : start;
  const service = await attempt(`start: ${command}`, () => startService(command, clone, flags.health));
  if (service === undefined) return failAll(steps, 'nothing was started');
  await runSteps(steps, clone);
  await attempt('stop: Ctrl-C', service.stop);
}

async function runSteps(steps: readonly Step[], clone: string): Promise<void> {
  const session = await startShellSession(clone, Number(flags.limit) * 1_000);
  for (const [index, step] of steps.entries()) {
    if (flags.skip.includes(step.language)) {
      report.skip(titleOf(step), `--skip ${step.language}`);
      continue;
    }
    const verdict = await runStep(session, step);
    if (verdict.differences.length === 0) report.pass(titleOf(step));
    else report.fail(titleOf(step), detailsOf(step, verdict));
    if (!verdict.sessionEnded) continue;
    failAll(steps.slice(index + 1), 'the shell ended with the step above');
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

function failAll(left: readonly Step[], reason: string): void {
  for (const step of left) report.fail(titleOf(step), `not run: ${reason}`);
}
