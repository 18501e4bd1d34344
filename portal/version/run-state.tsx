// How a run is, with a link to where its executor shows it. The client takes no other links than those of http and https.
import type { Run } from '../../client/types.ts';

const KINDS: Readonly<Record<string, string>> = { failed: 'failed', succeeded: 'published' };

export function RunState({ run: { run_id, state, url } }: { readonly run: Run }) {
  const look = { class: `badge ${KINDS[state] ?? 'none'}`, title: run_id };
  if (url === undefined) return <span {...look}>{state}</span>;
  return (
    <a {...look} href={url} target="_blank" rel="noopener noreferrer">
      {state}
    </a>
  );
}
