import { apiHandler } from '../http/api-handler.ts';
import { callerOf } from '../http/caller.ts';
import * as operations from '../http/operations.ts';
import { presentFreeze } from '../http/present.ts';
import { sharedHandler } from '../http/shared-handler.ts';
import {
  freezeNamespace,
  freezePipeline,
  readNamespaceFreeze,
  unfreezeNamespace,
  unfreezePipeline,
} from '../usecases/set-freeze.ts';
import { deps } from './service.ts';

const ofPipeline = apiHandler(operations.freezePipeline, async ({ params: pipeline, body, event }) => {
  const freeze = await freezePipeline(deps, pipeline, { ...body, frozenBy: callerOf(event).name });
  return { status: 200, body: presentFreeze(freeze) };
});

const endOfPipeline = apiHandler(operations.unfreezePipeline, async ({ params: pipeline, event }) => {
  await unfreezePipeline(deps, pipeline, callerOf(event).name);
  return { status: 204 };
});

const ofNamespace = apiHandler(operations.freezeNamespace, async ({ params: { namespace }, body, event }) => {
  const input = { ...body, frozenBy: callerOf(event).name };
  const { freeze, effectiveBy } = await freezeNamespace(deps, namespace, input);
  return { status: 200, body: { ...presentFreeze(freeze), effective_by: effectiveBy.toISOString() } };
});

const endOfNamespace = apiHandler(operations.unfreezeNamespace, async ({ params: { namespace }, event }) => {
  await unfreezeNamespace(deps, namespace, callerOf(event).name);
  return { status: 204 };
});

const readOfNamespace = apiHandler(operations.getNamespaceFreeze, async ({ params: { namespace } }) => {
  const freeze = await readNamespaceFreeze(deps, namespace);
  return { status: 200, body: { freeze: freeze && presentFreeze(freeze) } };
});

export const handler = sharedHandler([
  [operations.freezePipeline, ofPipeline],
  [operations.unfreezePipeline, endOfPipeline],
  [operations.freezeNamespace, ofNamespace],
  [operations.unfreezeNamespace, endOfNamespace],
  [operations.getNamespaceFreeze, readOfNamespace],
]);
