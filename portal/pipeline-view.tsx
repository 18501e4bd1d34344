// One pipeline: its name and state on top, and a tab for each thing that can be done with it.
import { Link } from 'wouter-preact';
import { ApiError } from '../client/errors.ts';
import type { Pipeline } from '../client/types.ts';
import { OverviewTab } from './overview/overview-tab.tsx';
import { addressOf } from './service/addresses.ts';
import { type PipelineId, pathOf } from './service/pipeline-id.ts';
import { usePipeline } from './service/queries.ts';
import { useQueryString } from './service/query-string.ts';
import { ErrorNotice } from './ui/error-notice.tsx';
import { FreezeBanner } from './ui/freeze-banner.tsx';
import { Loading } from './ui/loading.tsx';
import { NotFound } from './ui/not-found.tsx';
import { onDemand } from './ui/on-demand.tsx';
import { PipelineBadge } from './ui/pipeline-badge.tsx';
import { useTitle } from './ui/title.ts';

const CreateButton = onDemand(
  'what makes a pipeline',
  async () => (await import('./create/create-button.tsx')).CreateButton,
);
const CompareView = onDemand(
  'the comparison',
  async () => (await import('./compare/compare-view.tsx')).CompareView,
);
const VersionView = onDemand(
  'the version',
  async () => (await import('./version/version-view.tsx')).VersionView,
);
const RunTab = onDemand('what runs use', async () => (await import('./run/run-tab.tsx')).RunTab);
const CodeTab = onDemand('the editor', async () => (await import('./code/code-tab.tsx')).CodeTab);

/** What follows the pipeline in the address. */
interface Props {
  readonly namespace: string;
  readonly layer: string;
  readonly name: string;
  readonly view: string;
}

const TABS = [
  { view: '', label: 'Overview' },
  { view: 'code', label: 'Code' },
  { view: 'run', label: 'Run' },
] as const;

export function PipelineView({ namespace, layer, name, view }: Props) {
  const id = { namespace, layer, name } as PipelineId;
  const { data: pipeline, error, isPending } = usePipeline(id);
  useTitle([...titleOf(view, useQueryString()), pathOf(id)].join(' · '));

  const [top = ''] = view.split('/');
  const tab = ['versions', 'compare'].includes(top) ? '' : top;
  return (
    <>
      <div class="pipeline-head">
        <nav aria-label="Breadcrumb" class="crumbs">
          <Link href={`/?namespace=${namespace}`}>{namespace}</Link>
          <span aria-hidden="true">/</span>
          <Link href={`/?namespace=${namespace}&layer=${layer}`}>{layer}</Link>
          <span aria-hidden="true">/</span>
        </nav>
        <h1>{name}</h1>
        {pipeline && <PipelineBadge {...pipeline} />}
        <nav aria-label={`Views of ${pathOf(id)}`} class="tabs">
          {TABS.map(({ view: target, label }) => (
            <Link key={label} href={addressOf(id, target)} aria-current={tab === target ? 'page' : undefined}>
              {label}
            </Link>
          ))}
        </nav>
      </div>
      {isPending && <Loading what={pathOf(id)} />}
      {/* With older data at hand a failure is the connection's, and its banner says so. */}
      {pipeline === undefined && <ErrorNotice error={error} />}
      {pipeline === undefined && error instanceof ApiError && error.code === 'PIPELINE_NOT_FOUND' && (
        <CreateButton initial={id} label="Create it" />
      )}
      {pipeline && <FreezeBanner pipeline={pipeline} />}
      {pipeline && <Tab key={pathOf(id)} id={id} pipeline={pipeline} view={view} />}
    </>
  );
}

/** What is shown of the pipeline: `v3`, or a file's path. */
function titleOf(view: string, search: string): readonly string[] {
  const file = new URLSearchParams(search).get('file');
  if (view === 'code' && file) return [file];
  if (view.startsWith('versions/')) return [view.replace('versions/', 'v')];
  return view === '' ? [] : [`${view.slice(0, 1).toUpperCase()}${view.slice(1)}`];
}

interface TabProps {
  readonly id: PipelineId;
  readonly pipeline: Pipeline;
  readonly view: string;
}

function Tab({ id, pipeline, view }: TabProps) {
  const version = /^versions\/([1-9]\d*)$/.exec(view)?.[1];
  if (view === '') return <OverviewTab id={id} pipeline={pipeline} />;
  if (view === 'compare') return <CompareView id={id} pipeline={pipeline} />;
  if (view === 'run') return <RunTab id={id} pipeline={pipeline} />;
  if (version !== undefined) return <VersionView id={id} pipeline={pipeline} version={Number(version)} />;
  if (view === 'code') return <CodeTab id={id} pipeline={pipeline} />;
  return <NotFound />;
}
