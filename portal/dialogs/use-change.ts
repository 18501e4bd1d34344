// The steps of a publish, a rollback and a restore: a person sees the changes, confirms them, and learns the outcome.
// The request names the states that they saw, so the service refuses it if either has moved.
import { useMutation } from '@tanstack/preact-query';
import { useRef } from 'preact/hooks';
import { ApiError, Unreachable } from '../../client/errors.ts';
import type { Comparison, MadeVersion, Pipeline } from '../../client/types.ts';
import { keepNewVersion } from '../service/history-query.ts';
import { type PipelineId, pathOf } from '../service/pipeline-id.ts';
import { pipelineKey, type Sides } from '../service/queries.ts';
import { queryClient } from '../service/query-client.ts';
import { type SeenComparison, useSeenComparison } from './seen-comparison.ts';

interface Options<Request, Made> {
  readonly id: PipelineId;
  readonly pipeline: Pipeline;
  readonly sides: Sides;
  /** The request for the comparison that was seen; `undefined` if it changes nothing or the input has a problem. */
  readonly request: (seen: Comparison) => Request | undefined;
  /** Resolves to the new version, if the change makes one. */
  readonly send: (request: Request, idempotencyKey: string) => Promise<Made>;
  readonly onDone: (made: Made) => void;
}

export interface Change {
  readonly look: SeenComparison;
  /** The list is outdated: `confirm` shows the new one and sends nothing. */
  readonly isOutdated: boolean;
  readonly isReady: boolean;
  readonly isPending: boolean;
  /** The answer was lost. `confirm` sends the same request with the same key, which is safe and gets the answer. */
  readonly isUnknown: boolean;
  readonly error: Error | null;
  readonly confirm: () => void;
}

export function useChange<Request, Made extends MadeVersion | undefined>(
  options: Options<Request, Made>,
): Change {
  const { id, pipeline, sides, request } = options;
  const look = useSeenComparison(id, pipeline, sides);
  const { mutate, reset, error, isPending } = useRequest(options, look.lookAgain);
  const isUnknown = error instanceof Unreachable;
  // Until the outcome is known, the movement may be our own change.
  const movement = isPending || isUnknown ? undefined : look.movement;
  const isOutdated = movement !== undefined;
  const wanted = look.seen && request(look.seen);
  const isReady = !isPending && (isOutdated || wanted !== undefined);

  function confirm(): void {
    if (!isReady) return;
    if (!isOutdated && wanted !== undefined) mutate(wanted);
    else {
      reset();
      look.lookAgain();
    }
  }
  return { look: { ...look, movement }, isOutdated, isReady, isPending, isUnknown, error, confirm };
}

function useRequest<Request, Made extends MadeVersion | undefined>(
  { id, send, onDone }: Options<Request, Made>,
  onMoved: () => void,
) {
  const keyOf = useIdempotencyKey();
  return useMutation({
    mutationFn: (request: Request) => send(request, keyOf(JSON.stringify([pathOf(id), request]))),
    onSuccess(made) {
      if (made !== undefined) keepNewVersion(id, made);
      // The service has just observed the draft.
      void queryClient.invalidateQueries({ queryKey: pipelineKey(id) });
      onDone(made);
    },
    onError(error) {
      if (error instanceof ApiError && error.code === 'PRECONDITION_FAILED') onMoved();
    },
  });
}

/**
 * The same key for the same input: confirming again after an answer was lost does nothing twice. Other input gets
 * another key.
 */
function useIdempotencyKey(): (input: string) => string {
  const last = useRef({ input: '', key: '' });
  return (input) => {
    if (last.current.input !== input) last.current = { input, key: crypto.randomUUID() };
    return last.current.key;
  };
}
