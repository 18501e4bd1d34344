// Shows an error in place, in the API's words.
import { ApiError } from '../../client/errors.ts';

interface Props {
  readonly error: Error | null;
  /** Offers to try again. */
  readonly onRetry?: () => void;
}

export function ErrorNotice({ error, onRetry }: Props) {
  if (error === null) return null;
  return (
    <div class="notice error" role="alert">
      <p>{error.message}</p>
      {error instanceof ApiError && <p class="faint">{`${error.code}, request ${error.requestId}`}</p>}
      {onRetry && (
        <button type="button" onClick={onRetry}>
          Try again
        </button>
      )}
    </div>
  );
}
