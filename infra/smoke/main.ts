// `npm run smoke -- --url …`: whether a running service keeps its promises, for whoever has just deployed one. It knows the
// service as any caller does: by its API, and by the bucket that a manifest names.
import { endWith } from '../../cli/end-with.ts';
import { EXIT } from '../../cli/failures.ts';
import { sessionFile } from '../../cli/login/session-file.ts';
import { createOutput } from '../../cli/output/output.ts';
import { screenOf } from '../../cli/output/screen.ts';
import { nameOf } from '../../cli/pipeline-argument.ts';
import { chooseTarget } from '../../cli/target.ts';
import { parseFlags } from './flags.ts';
import { lineOf, summaryLine, summaryOf } from './report.ts';
import { type Outcome, runSteps } from './run-steps.ts';
import { smokeSteps } from './smoke-steps.ts';
import { createWorld } from './world.ts';

const args = process.argv.slice(2);
// `| head` has seen enough. The run goes on: it has files to remove.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});
try {
  process.exitCode = await smoke();
} catch (error) {
  process.exitCode = endWith(error, args);
}

async function smoke(): Promise<number> {
  const flags = parseFlags(args);
  const { stdout, stderr, env } = process;
  const out = createOutput({ ...flags, stdout, stderr, screen: screenOf(stdout, env, flags.color) });
  const hasSession = (url: string) => sessionFile(url, env).exists();
  const world = await createWorld(chooseTarget(flags, env, undefined, hasSession), flags);
  const pipeline = nameOf(world.pipeline);
  out.note(`Service: ${world.baseUrl}; pipeline: ${pipeline}`);

  const outcomes: Outcome[] = [];
  for await (const outcome of runSteps(smokeSteps(world))) {
    outcomes.push(outcome);
    out.line(outcome, lineOf);
  }
  const summary = summaryOf(pipeline, outcomes);
  out.line(summary, summaryLine);
  return summary.failed === 0 ? EXIT.done : EXIT.refused;
}
