// A freeze in a dialog for a change: who may override it says so there, and nobody else can confirm.
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { Pipeline } from '../../client/types.ts';
import { useFreeze } from '../service/freeze-query.ts';
import type { PipelineId } from '../service/pipeline-id.ts';
import { useMay } from '../service/rights.ts';
import { ConsentBox } from './consent-box.tsx';

export interface FreezeOverride {
  /** The request for the body; `undefined` without one, and if the freeze would refuse it. */
  readonly request: <Body>(body: Body | undefined) => Overriding<Body> | undefined;
  /** Says that there is a freeze; nothing without one. */
  readonly notice: ComponentChildren;
}

/** A request, and whether it goes by the route that overrides freezes: as another request it has another key. */
export interface Overriding<Body> {
  readonly body: Body;
  readonly overridesFreeze: boolean;
}

/** `recorded` says in a sentence what remains of an override. */
export function useFreezeOverride(id: PipelineId, pipeline: Pipeline, recorded: string): FreezeOverride {
  const frozen = useFreeze(pipeline);
  const mayOverride = useMay('operator', id);
  const [isWanted, want] = useState(false);
  const overridesFreeze = frozen !== null && mayOverride && isWanted;
  const isRefused = frozen !== null && !overridesFreeze;
  const notice = frozen && (
    <div class="notice warning">
      <p>
        The {frozen.scope} is frozen: {frozen.freeze.reason}
      </p>
      {mayOverride && (
        <ConsentBox isTicked={isWanted} onTick={want}>
          Override the freeze. {recorded}
        </ConsentBox>
      )}
    </div>
  );
  return {
    notice,
    request: (body) => (isRefused || body === undefined ? undefined : { body, overridesFreeze }),
  };
}
