import type { Command } from 'commander';
import type { Client } from '../../client/request.ts';
import type { OverriddenFreeze, PipelineVersion } from '../../client/types.ts';
import { currentNumber } from '../current-number.ts';
import { WrongUse } from '../failures.ts';
import { explained } from '../output/explained.ts';
import { type Fact, renderFacts } from '../output/facts.ts';
import { oneLine } from '../output/printable.ts';
import { relativeTime } from '../output/relative-time.ts';
import type { Screen } from '../output/screen.ts';
import { table } from '../output/table.ts';
import { type PipelinePath, timeArgument, versionArgument } from '../pipeline-argument.ts';
import type { OpenSession } from '../session.ts';
import { pipelineCommand } from './pipeline-command.ts';

const EXPLANATION = {
  examples: [
    'show default/silver/clean_orders',
    'show default/silver/clean_orders --at 2026-11-20T10:00:00Z',
  ],
};

export const showCommand = (open: OpenSession) =>
  explained(pipelineCommand('show', 'One version, with its files and their S3 version IDs'), EXPLANATION)
    .argument('[version]', 'its number; the current one if left out', versionArgument)
    .option('--at <time>', 'the one that runs used at this time, such as 2026-11-20T10:00:00Z', timeArgument)
    .action(async (path: PipelinePath, given: number | undefined, { at }: Options, command: Command) => {
      if (given !== undefined && at !== undefined)
        throw new WrongUse('Give the number of a version or --at, not both.');
      const { client, out, signal } = await open(command);
      const version_number = given ?? (await findNumber(client, path, at, signal));
      const { body } = await client.getVersion({ path: { ...path, version_number }, signal });
      out.result(body, renderVersion);
    });

interface Options {
  readonly at?: string;
}

async function findNumber(client: Client, path: PipelinePath, at: string | undefined, signal: AbortSignal) {
  if (at === undefined) return currentNumber(client, path, signal);
  const { body } = await client.listVersions({ path, query: { at, limit: 1, fields: 'summary' }, signal });
  const [version] = body.versions;
  if (version === undefined) throw new Error('the service answered no version, and no error');
  return version.version_number;
}

function overridden({ scope, reason }: OverriddenFreeze): string {
  return `the freeze of the ${scope}: ${oneLine(reason)}`;
}

function renderVersion(version: PipelineVersion, screen: Screen): string {
  const {
    version_number,
    message,
    created_at,
    created_by,
    rollback_of,
    overrode_freeze,
    fingerprint,
    checks,
  } = version;
  const published = relativeTime(created_at, screen);
  const facts: readonly Fact[] = [
    ['Version', { text: `v${version_number}`, paint: screen.bold }],
    ...(rollback_of === null ? [] : [['Rollback of', `v${rollback_of}`] as const]),
    ...(overrode_freeze
      ? [['Overrode', { text: overridden(overrode_freeze), shorten: 'end' }] as const]
      : []),
    ['Published', published === created_at ? created_at : `${published} (${created_at})`],
    ['By', { text: created_by ?? '-', shorten: 'middle' }],
    ['Fingerprint', { text: fingerprint, shorten: 'middle' }],
    ['Checks', checks],
  ];
  const indented = message.replaceAll(/^/gm, '    ');
  const files = Object.entries(version.published_versions).map(([key, versionId]) => [
    { text: key, shorten: 'middle' as const },
    versionId,
  ]);
  const pins = table(files, screen, ['FILE', 'S3 VERSION ID']);
  return `${renderFacts(facts, screen)}\n\n${indented}\n\n${pins}`;
}
