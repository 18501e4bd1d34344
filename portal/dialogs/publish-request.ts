// Publishing what a person has seen, once: pressed again after an answer was lost, the same input is the same request.
import { useMutation } from '@tanstack/preact-query';
import { ApiError, Unreachable } from '../../client/errors.ts';
import type { Comparison, PipelineVersion, PublishRequest } from '../../client/types.ts';
import { type PipelineId, pathOf } from '../service/pipeline-id.ts';
import { pipelineKey } from '../service/queries.ts';
import { queryClient } from '../service/query-client.ts';
import { service } from '../service/service.ts';
import { useIdempotencyKey } from './idempotency-key.ts';

interface Callbacks {
  readonly onDone: (version: PipelineVersion) => void;
  /** Somebody else has changed the draft, or published. Nothing was done. */
  readonly onMoved: () => void;
}

export function usePublish(id: PipelineId, { onDone, onMoved }: Callbacks) {
  const keyOf = useIdempotencyKey();
  const mutation = useMutation({
    async mutationFn(body: PublishRequest) {
      const headers = { 'Idempotency-Key': keyOf(JSON.stringify([pathOf(id), body])) };
      return (await service.publishVersion({ path: id, body, headers })).body;
    },
    onSuccess(version) {
      // Publishing has looked at the draft.
      void queryClient.invalidateQueries({ queryKey: pipelineKey(id) });
      onDone(version);
    },
    onError(error) {
      if (error instanceof ApiError && error.code === 'PRECONDITION_FAILED') onMoved();
    },
  });
  return { ...mutation, mayBeDone: mutation.error instanceof Unreachable };
}

export function publishRequest(message: string, { from, to }: Comparison): PublishRequest {
  return {
    message: message.trim(),
    expected_version: from.version_number ?? 0,
    expected_draft: to.fingerprint,
  };
}
