// The versions that match the history's filter. It reads the whole history, page after page, and says how far it is.
import { useState } from 'preact/hooks';
import { ApiError } from '../../client/errors.ts';
import type { PipelineVersionSummary } from '../../client/types.ts';
import { FILE_FILTER } from '../service/file-history.ts';
import { useHistory, useHistoryPages } from '../service/history-query.ts';
import { ErrorNotice } from '../ui/error-notice.tsx';
import { FileVersions } from './file-versions.tsx';
import { type FoundProps, FoundRows } from './found-rows.tsx';

interface Props extends FoundProps {
  readonly text: string;
}

const SHOWN = 50;

export function FoundVersions({ text, ...all }: Props) {
  const path = fileOf(text);
  return path === undefined ? <FoundByText {...all} text={text} /> : <FileVersions {...all} path={path} />;
}

function FoundByText({ id, newest, text, ask }: Props) {
  const [most, setMost] = useState(SHOWN);
  const { versions } = useHistory(id);
  const pages = useHistoryPages(id, { total: newest, newest, oldest: 1 });
  const found = [...versions.values()]
    .filter(matching(text))
    .toSorted((one, other) => other.version_number - one.version_number);
  const isComplete = versions.size >= newest;
  return (
    <>
      <p class="faint" role="status">
        {found.length.toLocaleString('en')} of {newest.toLocaleString('en')} versions
        {!isComplete && `, ${versions.size.toLocaleString('en')} searched so far …`}
      </p>
      {pages.error instanceof ApiError && (
        <ErrorNotice error={pages.error} onRetry={() => void pages.refetch()} />
      )}
      {found.length > 0 && <FoundRows {...{ id, newest, ask }} found={found.slice(0, most)} />}
      {found.length > most && (
        <button type="button" class="quiet" onClick={() => setMost(most + SHOWN)}>
          Show more
        </button>
      )}
    </>
  );
}

/** All words must be in the message or the author's name, or be the number: `v3`. */
function matching(text: string) {
  const words = text.toLowerCase().split(/\s+/);
  return ({ version_number, message, created_by }: PipelineVersionSummary): boolean => {
    const searched = [message, created_by].join('\n').toLowerCase();
    return words.every((word) => word === `v${version_number}` || searched.includes(word));
  };
}

/** The path in a filter for the versions that changed a file. */
function fileOf(text: string): string | undefined {
  const path = text.startsWith(FILE_FILTER) ? text.slice(FILE_FILTER.length).trim() : '';
  return path === '' ? undefined : path;
}
