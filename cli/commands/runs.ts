import type { Command } from 'commander';
import type { Run, Runs } from '../../client/types.ts';
import { currentNumber } from '../current-number.ts';
import { explained } from '../output/explained.ts';
import { relativeTime } from '../output/relative-time.ts';
import type { Screen } from '../output/screen.ts';
import { table } from '../output/table.ts';
import { type PipelinePath, versionArgument } from '../pipeline-argument.ts';
import type { OpenSession } from '../session.ts';
import { pipelineCommand } from './pipeline-command.ts';

const EXPLANATION = {
  about: `
What executors have said of their runs: the newest 20, for 90 days. Executors may leave it out.`,
  examples: [
    'runs default/silver/clean_orders',
    "runs default/silver/clean_orders 7 --json | jq -r '.recent[].url'",
  ],
};

export const runsCommand = (open: OpenSession) =>
  explained(pipelineCommand('runs', 'What was reported of the runs of a version, newest first'), EXPLANATION)
    .argument('[version]', 'its number; the current one if left out', versionArgument)
    .action(async (path: PipelinePath, given: number | undefined, _flags: unknown, command: Command) => {
      const { client, out, signal } = await open(command);
      const version_number = given ?? (await currentNumber(client, path, signal));
      const query = { runs: true };
      const { body } = await client.getVersion({ path: { ...path, version_number }, query, signal });
      const { count, last, recent = [] }: Runs = body.runs ?? { count: 0, last: null };
      out.result({ version_number, count, last, recent }, (_, screen) =>
        recent.length === 0 ? `Nobody has reported a run of v${version_number}.` : render(recent, screen),
      );
      if (count > recent.length) out.note(`${recent.length} of ${count} runs of v${version_number}.`);
    });

function render(runs: readonly Run[], screen: Screen): string {
  const paint = { failed: screen.red, succeeded: screen.green } as const;
  const rows = runs.map(({ run_id, state, url, reported_at, reported_by }) => [
    { text: run_id, shorten: 'middle' as const },
    state === 'failed' || state === 'succeeded' ? { text: state, paint: paint[state] } : state,
    relativeTime(reported_at, screen),
    { text: reported_by ?? '-', shorten: 'middle' as const },
    { text: url ?? '-', shorten: 'end' as const },
  ]);
  return table(rows, screen, ['RUN', 'STATE', 'REPORTED', 'BY', 'URL']);
}
