import type { Command } from 'commander';
import type { Freeze, Pipeline } from '../../client/types.ts';
import { countFiles } from '../output/changes.ts';
import { draftState } from '../output/draft-state.ts';
import { explained } from '../output/explained.ts';
import { type Fact, renderFacts } from '../output/facts.ts';
import { oneLine } from '../output/printable.ts';
import { relativeTime } from '../output/relative-time.ts';
import type { Screen } from '../output/screen.ts';
import type { Cell } from '../output/table.ts';
import { nameOf, type PipelinePath } from '../pipeline-argument.ts';
import type { OpenSession } from '../session.ts';
import { pipelineCommand } from './pipeline-command.ts';

interface Flags {
  readonly refresh?: true;
}

const EXPLANATION = {
  examples: ['status default/silver/clean_orders --refresh'],
};

export const statusCommand = (open: OpenSession) =>
  explained(pipelineCommand('status', 'What runs use, and whether the draft differs from it'), EXPLANATION)
    .option('--refresh', 'look at the draft now, not at what its last event has told')
    .action(async (path: PipelinePath, { refresh }: Flags, command: Command) => {
      const { client, out, signal } = await open(command);
      const [{ body }, namespace] = await Promise.all([
        client.getPipeline({ path, query: { refresh }, signal }),
        client.getNamespaceFreeze({ path: { namespace: path.namespace }, signal }),
      ]);
      out.result(body, (pipeline, screen) => renderPipeline(pipeline, namespace.body.freeze, screen));
    });

function renderPipeline(pipeline: Pipeline, ofNamespace: Freeze | null, screen: Screen): string {
  const { latest_version, published_at, published_by, message, type, s3_path, freeze } = pipeline;
  const version =
    latest_version === null ? 'never published' : `v${latest_version}  ${oneLine(message ?? '')}`;
  const facts: readonly Fact[] = [
    ['Pipeline', { text: nameOf(pipeline), paint: screen.bold, shorten: 'middle' }],
    ['Type', type ?? 'no source'],
    ['Version', { text: version, shorten: 'end' }],
    ...(published_at === null
      ? []
      : [['Published', publishedBy(published_at, published_by, screen)] as const]),
    ['Draft', draftCell(pipeline, screen)],
    ...frozen('Frozen', freeze),
    ...frozen('Namespace', ofNamespace, 'frozen '),
    ['Files', { text: s3_path, shorten: 'middle' }],
  ];
  return renderFacts(facts, screen);
}

function frozen(name: string, freeze: Freeze | null, word = ''): readonly Fact[] {
  return freeze === null ? [] : [[name, { text: word + frozenUntil(freeze), shorten: 'end' }]];
}

function frozenUntil({ until, frozen_by, reason }: Freeze): string {
  return `until ${until}${frozen_by === null ? '' : ` by ${frozen_by}`}: ${oneLine(reason)}`;
}

function publishedBy(at: string, by: string | null, screen: Screen): string {
  const time = relativeTime(at, screen);
  return by === null ? time : `${time} by ${by}`;
}

function draftCell({ draft, draft_dirty }: Pipeline, screen: Screen): Cell {
  const { text, paint } = draftState(draft_dirty, screen);
  const rest = `, ${countFiles(draft.file_count)}, seen ${relativeTime(draft.observed_at, screen)}`;
  return { text: `${text}${rest}`, paint: () => `${paint(text)}${rest}` };
}
