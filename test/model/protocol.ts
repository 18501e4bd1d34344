// The protocol under test, as a value: the real use cases, or copies of them with a mistake put in.
import { observeDraft } from '../../functions/usecases/observe-draft.ts';
import { publishVersion } from '../../functions/usecases/publish-version.ts';
import { readVersions } from '../../functions/usecases/read-versions.ts';
import { restoreDraft } from '../../functions/usecases/restore-draft.ts';
import { rollbackVersion } from '../../functions/usecases/rollback-version.ts';
import {
  freezeNamespace,
  freezePipeline,
  unfreezeNamespace,
  unfreezePipeline,
} from '../../functions/usecases/set-freeze.ts';

export const realProtocol = {
  observeDraft,
  publishVersion,
  readVersions,
  restoreDraft,
  rollbackVersion,
  freezePipeline,
  unfreezePipeline,
  freezeNamespace,
  unfreezeNamespace,
};

export type Protocol = typeof realProtocol;
