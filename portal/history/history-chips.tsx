// A version's changes at a glance: which quality tests, and how many other files.
import { useQuery } from '@tanstack/preact-query';
import type { ComponentChildren } from 'preact';
import { useVersion } from '../service/history-query.ts';
import type { PipelineId } from '../service/pipeline-id.ts';
import { comparisonOptions, usePipeline } from '../service/queries.ts';
import { type ChangedLines, changedLines } from './changed-lines.ts';
import { changesOf, changesOfFirst, type TestChange, type VersionChanges } from './quality-test-changes.ts';

interface Props {
  readonly id: PipelineId;
  readonly version: number;
  /** Reads the changes only if the row is in the window. */
  readonly isSeen: boolean;
}

export function HistoryChips(props: Props) {
  return props.version === 1 ? <FirstChanges {...props} /> : <LaterChanges {...props} />;
}

function LaterChanges({ id, version, isSeen }: Props) {
  const sides = { from: String(version - 1), to: String(version) };
  const { data } = useQuery({ ...comparisonOptions(id, sides, false), enabled: isSeen });
  // Only if somebody has opened the diff: a row itself asks for none.
  const { data: patches } = useQuery({ ...comparisonOptions(id, sides, true), enabled: false });
  if (data === undefined) return null;
  const changes = changesOf(data);
  const lines = patches && changedLines(patches);
  return <Chips changes={changes} others={lines ? <Lines {...lines} /> : othersChanged(changes)} />;
}

function FirstChanges({ id, version, isSeen }: Props) {
  const { data } = useVersion(id, version, { isWanted: isSeen });
  const { data: pipeline } = usePipeline(id);
  if (data === undefined || pipeline === undefined) return null;
  const keys = Object.keys(data.published_versions);
  const changes = changesOfFirst(keys.map((key) => pathIn(pipeline.s3_path, key)));
  return <Chips changes={changes} others="first version" />;
}

function pathIn(prefix: string, key: string): string {
  return key.startsWith(prefix) ? key.slice(prefix.length) : key;
}

const SHOWN = 4;
const SIGNS = { added: '+', changed: '~', removed: '−' };

function Chips({
  changes: { tests },
  others,
}: {
  readonly changes: VersionChanges;
  readonly others: ComponentChildren;
}) {
  const shown = tests.length > SHOWN ? tests.slice(0, SHOWN - 1) : tests;
  return (
    <>
      {shown.length > 0 && (
        <ul class="chips" aria-label="Quality tests">
          {shown.map((test) => (
            <Chip key={`${test.change} ${test.name}`} {...test} />
          ))}
          {tests.length > shown.length && (
            <li class="chip" title={tests.slice(shown.length).map(inWords).join('\n')}>
              {tests.length - shown.length} more tests
            </li>
          )}
        </ul>
      )}
      <span class="others">{others}</span>
    </>
  );
}

function Lines({ added, removed }: ChangedLines) {
  return (
    <span title={`${added} lines added, ${removed} removed`}>
      <span class="change added">+{added}</span> <span class="change removed">−{removed}</span>
    </span>
  );
}

function Chip({ change, name }: TestChange) {
  return (
    <li class={`chip ${change}`} title={`Quality test ${change}: ${name}`}>
      {SIGNS[change]} {name}
      <span class="visually-hidden"> {change}</span>
    </li>
  );
}

const inWords = ({ change, name }: TestChange) => `${SIGNS[change]} ${name}`;

function othersChanged({ tests, otherFiles }: VersionChanges): string {
  if (otherFiles > 0) return otherFiles === 1 ? '1 file changed' : `${otherFiles} files changed`;
  return tests.length > 0 ? '' : 'no file changed';
}
