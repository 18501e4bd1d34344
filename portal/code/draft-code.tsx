// The draft's files, and the open one among them.
import { useQuery } from '@tanstack/preact-query';
import FilePlus from 'lucide-preact/icons/file-plus.mjs';
import { useMemo, useRef, useState } from 'preact/hooks';
import { useLocation } from 'wouter-preact';
import type { Draft, Pipeline } from '../../client/types.ts';
import { sourceAmong } from '../../functions/domain/source-patterns.ts';
import { fileAddress } from '../service/addresses.ts';
import { useLayout } from '../service/layout-query.ts';
import type { PipelineId } from '../service/pipeline-id.ts';
import { stateOf } from '../service/queries.ts';
import { useMay } from '../service/rights.ts';
import { ErrorNotice } from '../ui/error-notice.tsx';
import { Loading } from '../ui/loading.tsx';
import { CodeLayout } from './code-layout.tsx';
import { NewFileDialog } from './dialogs/new-file-dialog.tsx';
import { DraftFile } from './draft/draft-file.tsx';
import type { EditorMemory } from './editor/text-editor.tsx';
import { draftOptions } from './files/files.ts';
import { useUnsavedPaths } from './files/unsaved-texts.ts';
import { FileTree } from './tree/file-tree.tsx';
import type { TreeFile } from './tree/tree-rows.ts';

interface Props {
  readonly id: PipelineId;
  readonly pipeline: Pipeline;
  /** `undefined` opens the source. */
  readonly file: string | undefined;
}

export function DraftCode({ id, pipeline, file }: Props) {
  const { data, error, refetch } = useQuery(draftOptions(id, stateOf(pipeline)));
  if (data === undefined && error !== null) return <ErrorNotice error={error} onRetry={refetch} />;
  if (data === undefined) return <Loading what="the draft" />;
  return <Files id={id} draft={data} file={file} />;
}

interface FilesProps {
  readonly id: PipelineId;
  readonly draft: Draft;
  readonly file: string | undefined;
}

function Files({ id, draft, file }: FilesProps) {
  const [, navigate] = useLocation();
  const [isMaking, setMaking] = useState(false);
  const unsaved = useUnsavedPaths(id);
  const mayEdit = useMay('editor', id);
  const memory = useRef<EditorMemory>(new Map()).current;
  // The open file stays open when others add files to the draft or delete some.
  const opened = useRef<string>();
  const { sources } = useLayout();
  const selected = file ?? opened.current ?? sourceOf(draft, sources);
  opened.current = selected;

  const { files, taken } = useMemo(() => filesOf(draft, unsaved), [draft, unsaved]);

  return (
    <>
      <CodeLayout
        count={draft.file_count}
        selected={selected}
        actions={
          mayEdit && (
            <button type="button" class="quiet icon" title="New file" onClick={() => setMaking(true)}>
              <FilePlus size={16} aria-hidden="true" />
              <span class="visually-hidden">New file</span>
            </button>
          )
        }
        tree={
          <FileTree
            label="Files of the draft"
            files={files}
            selected={selected}
            unsaved={unsaved}
            addressOf={(path) => fileAddress(id, path)}
          />
        }
      >
        {selected === undefined ? (
          <p class="empty">The draft has no files yet{mayEdit && '; make the first one'}.</p>
        ) : (
          <DraftFile
            key={selected}
            id={id}
            path={selected}
            listed={draft.files.find(({ path }) => path === selected)}
            currentVersion={draft.current_version}
            taken={taken}
            memory={memory}
          />
        )}
      </CodeLayout>
      {isMaking && (
        <NewFileDialog
          id={id}
          taken={taken}
          onMade={(path) => navigate(fileAddress(id, path))}
          onClose={() => setMaking(false)}
        />
      )}
    </>
  );
}

/** Includes files that others have deleted while text for them is unsaved here. */
function filesOf({ files }: Draft, unsaved: ReadonlySet<string>) {
  const listed = new Set(files.map(({ path }) => path));
  const others = [...unsaved].filter((path) => !listed.has(path)).map((path): TreeFile => ({ path }));
  const there = files.filter(({ change }) => change !== 'removed');
  return { files: [...files, ...others], taken: new Set(there.map(({ path }) => path)) };
}

function sourceOf({ files }: Draft, sources: readonly string[]): string | undefined {
  const paths = files.filter(({ change }) => change !== 'removed').map(({ path }) => path);
  return sourceAmong(sources, paths) ?? paths[0];
}
