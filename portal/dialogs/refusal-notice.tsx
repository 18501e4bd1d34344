// Shows why the service refused, with the files that its answer names.
import { ApiError } from '../../client/errors.ts';
import { ErrorNotice } from '../ui/error-notice.tsx';

interface Props {
  readonly error: Error | null;
  /** Whether changes are listed below. */
  readonly hasList: boolean;
}

export function RefusalNotice({ error, hasList }: Props) {
  if (!(error instanceof ApiError)) return <ErrorNotice error={error} />;
  const keys = error.details?.keys;
  return (
    <>
      <ErrorNotice error={error} />
      {error.code === 'PRECONDITION_FAILED' && (
        <p>Nothing was done.{hasList && ' The list below is the new one.'}</p>
      )}
      {Array.isArray(keys) && (
        <ul class="keys" aria-label="The files in question">
          {keys.map(String).map((key) => (
            <li key={key} class="path">
              {key}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
