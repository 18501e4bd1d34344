// The names of pipelines for a word that is being typed.
import { isPipelineName, nameOf, type PipelinePath } from '../pipeline-argument.ts';
import type { Session } from '../session.ts';
import type { FindPipelines } from './suggest.ts';

/** Whoever pressed TAB waits. */
const TIMEOUT_MS = 3_000;
const MOST = 200;
const LAYERS: readonly string[] = ['bronze', 'silver', 'gold'] satisfies readonly PipelinePath['layer'][];

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

function filterOf(prefix: string): { readonly namespace?: string; readonly layer?: PipelinePath['layer'] } {
  const [namespace = '', layer = '', ...rest] = prefix.split('/');
  if (!/^[a-z][a-z0-9_-]{0,127}$/.test(namespace) || !prefix.includes('/')) return {};
  return rest.length > 0 && isLayer(layer) ? { namespace, layer } : { namespace };
}

const isLayer = (text: string): text is PipelinePath['layer'] => LAYERS.includes(text);
