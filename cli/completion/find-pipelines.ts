// The names of pipelines for a word that is being typed.
import { DEFAULT_LAYOUT } from '../../client/default-layout.ts';
import { isPipelineName, nameOf } from '../pipeline-argument.ts';
import type { Session } from '../session.ts';
import type { FindPipelines } from './suggest.ts';

/** Whoever pressed TAB waits. */
const TIMEOUT_MS = 3_000;
const MOST = 200;

/** None where only a project's file says which service: nobody has asked for a request yet. */
export function pipelineFinder(open: () => Promise<Session>): FindPipelines {
  return async (prefix) => {
    const { client, target, signal } = await open();
    if (!target.isTrusted) return [];
    const query = { ...filterOf(prefix), limit: MOST };
    const within = AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]);
    const { body } = await client.listPipelines({ query, signal: within });
    // A service that made others up would have them typed into a shell.
    return body.pipelines.map(nameOf).filter(isPipelineName);
  };
}

function filterOf(prefix: string): { readonly namespace?: string; readonly layer?: string } {
  const [namespace = '', layer = '', ...rest] = prefix.split('/');
  if (!/^[a-z][a-z0-9_-]{0,127}$/.test(namespace) || !prefix.includes('/')) return {};
  return rest.length > 0 && DEFAULT_LAYOUT.layers.includes(layer) ? { namespace, layer } : { namespace };
}
