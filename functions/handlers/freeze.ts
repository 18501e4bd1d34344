import { apiHandler } from '../http/api-handler.ts';
import { callerOf } from '../http/caller.ts';
import { presentFreeze } from '../http/present.ts';
import { routes } from '../http/routes.ts';
import { sharedHandler } from '../http/shared-handler.ts';
import {
  freezeNamespace,
  freezePipeline,
  readNamespaceFreeze,
  unfreezeNamespace,
  unfreezePipeline,
} from '../usecases/set-freeze.ts';
import { deps } from './service.ts';

const ofPipeline = apiHandler(routes.freezePipeline, async ({ params: pipeline, body, event }) => {
  const freeze = await freezePipeline(deps, pipeline, { ...body, frozenBy: callerOf(event).name });
  return { status: 200, body: presentFreeze(freeze) };
});

const endOfPipeline = apiHandler(routes.unfreezePipeline, async ({ params: pipeline, event }) => {
  await unfreezePipeline(deps, pipeline, callerOf(event).name);
  return { status: 204 };
});

const ofNamespace = apiHandler(routes.freezeNamespace, async ({ params: { namespace }, body, event }) => {
  const input = { ...body, frozenBy: callerOf(event).name };
  const { freeze, effectiveBy } = await freezeNamespace(deps, namespace, input);
  return { status: 200, body: { ...presentFreeze(freeze), effective_by: effectiveBy.toISOString() } };
});

const endOfNamespace = apiHandler(routes.unfreezeNamespace, async ({ params: { namespace }, event }) => {
  await unfreezeNamespace(deps, namespace, callerOf(event).name);
  return { status: 204 };
});

const readOfNamespace = apiHandler(routes.getNamespaceFreeze, async ({ params: { namespace } }) => {
  const freeze = await readNamespaceFreeze(deps, namespace);
  return { status: 200, body: { freeze: freeze && presentFreeze(freeze) } };
});

export const handler = sharedHandler([
  [routes.freezePipeline, ofPipeline],
  [routes.unfreezePipeline, endOfPipeline],
  [routes.freezeNamespace, ofNamespace],
  [routes.unfreezeNamespace, endOfNamespace],
  [routes.getNamespaceFreeze, readOfNamespace],
]);
