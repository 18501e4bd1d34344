// Rolling back on top of what a person has seen, once: pressed again after an answer was lost, it is the same request.
import { useMutation } from '@tanstack/preact-query';
import { ApiError, Unreachable } from '../../client/errors.ts';
import type { Comparison, PipelineVersion, RollbackRequest } from '../../client/types.ts';
import { keepNewVersion } from '../service/history-query.ts';
import type { PipelineId } from '../service/pipeline-id.ts';
import { pipelineKey } from '../service/queries.ts';
import { queryClient } from '../service/query-client.ts';
import { service } from '../service/service.ts';
import { useIdempotencyKey } from './idempotency-key.ts';

interface Callbacks {
  readonly onDone: (made: PipelineVersion) => void;
  /** Somebody else was faster. Nothing was done. */
  readonly onMoved: () => void;
}

export function useRollback(id: PipelineId, version: number, { onDone, onMoved }: Callbacks) {
  const keyOf = useIdempotencyKey();
  const mutation = useMutation({
    async mutationFn(body: RollbackRequest) {
      const headers = { 'Idempotency-Key': keyOf(JSON.stringify(body)) };
      const path = { ...id, version_number: version };
      return (await service.rollbackVersion({ path, body, headers })).body;
    },
    onSuccess(made) {
      keepNewVersion(id, made);
      void queryClient.invalidateQueries({ queryKey: pipelineKey(id) });
      onDone(made);
    },
    onError(error) {
      if (error instanceof ApiError && error.code === 'PRECONDITION_FAILED') onMoved();
    },
  });
  return { ...mutation, mayBeDone: mutation.error instanceof Unreachable };
}

export function rollbackRequest(message: string, { from }: Comparison): RollbackRequest {
  const text = message.trim();
  return { expected_version: from.version_number ?? 0, ...(text !== '' && { message: text }) };
}
