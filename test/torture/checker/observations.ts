// What clients saw: the current version, the draft, the result of a restore, "unchanged". Each was so at an instant of
// its own request.
import type { Attempt, History, Operation, Read, Restore, Save, Window } from '../history/history.ts';
import type { Draft } from './draft.ts';
import type { Claim, Instant, Reason, Span } from './order.ts';
import type { Versions } from './versions.ts';
import type { Findings } from './violation.ts';

interface Known {
  readonly history: History;
  readonly draft: Draft;
  readonly versions: Versions;
}

export function observationsOf(known: Known): Findings {
  const found = known.history.operations.flatMap((operation) => observed(operation, known));
  const isImpossible = ({ spans }: Claim) => spans.length === 0;
  return {
    violations: found.filter(isImpossible).map(({ why }) => why),
    claims: found.filter((claim) => !isImpossible(claim)),
    known: [],
  };
}

function observed(operation: Operation, known: Known): readonly Claim[] {
  if (operation.op === 'read') return [...readNumber(operation, known), ...readDraft(operation, known)];
  if (operation.op === 'restore') return operation.outcome === 'done' ? restored(operation, known) : [];
  if (operation.op === 'save') return overwritten(operation, known);
  if (operation.op === 'publish' && operation.answer.kind === 'unchanged') return unchanged(operation, known);
  return [];
}

function readNumber(read: Read, { versions }: Known): readonly Claim[] {
  if (read.current === null) return [];
  const why = { promise: '1 numbers', text: `${read.what} saw version ${read.current} as the current one` };
  return [{ instant: within(read, read.what), spans: listed(versions.whileCurrent(read.current)), why }];
}

/**
 * A list reads one file after the other, so each has an instant of its own. MinIO's list can lack a file that is being
 * overwritten (docs/reliability.md has the figures), so the absence of such a file says nothing.
 */
function readDraft(read: Read, { draft }: Known): readonly Claim[] {
  const { draft: files, what } = read;
  if (files === null) return [];
  const told = draft.paths.filter((path) => files[path] !== undefined || !draft.mayBeOverwritten(path, read));
  return told.map((path) => {
    const pin = files[path];
    const spans = pin === undefined ? draft.whileContent(path, null) : listed(draft.whileCurrent(path, pin));
    const text = `${what} saw ${path}${pin === undefined ? ' deleted' : `@${pin}`}`;
    return { instant: within(read, what), spans, why: { promise: 'draft', text } };
  });
}

/** Each file became, or was already, what it is in the version; others may have written right after. */
function restored(restore: Restore, { history, draft }: Known): readonly Claim[] {
  const pins = history.end.versions[restore.target - 1]?.pins ?? {};
  return draft.paths.map((path) => {
    const etag = pins[path] === undefined ? null : draft.etagOf(path, pins[path]);
    const text = `${path} became that of version ${restore.target}`;
    return {
      instant: within(restore, 'a restore'),
      spans: draft.whileContent(path, etag),
      why: { promise: 'restores', text },
    };
  });
}

/** Not the save itself is asked, but an instant before it, within its request: that much every server promises. */
function overwritten(save: Save, { draft }: Known): readonly Claim[] {
  const { path, ifMatch, versionId } = save;
  const itself = versionId === null ? null : draft.instantOf(path, versionId);
  if (ifMatch === undefined || itself === null) return [];
  const asked: Instant = { ...within(save, `the condition of ${path}@${versionId}`) };
  const why: Reason = {
    promise: 'no lost update',
    text: `${path}@${versionId} was saved on top of ${ifMatch}`,
  };
  return [
    { instant: asked, spans: draft.whileContent(path, ifMatch), why },
    { instant: asked, spans: [{ after: null, before: itself }], why },
  ];
}

function unchanged(attempt: Attempt, { draft, versions }: Known): readonly Claim[] {
  if (attempt.answer.kind !== 'unchanged' || attempt.answer.replayed) return [];
  const { number, pins } = attempt.answer.version;
  const instant = within(attempt, attempt.message);
  const why = {
    promise: '5 all or nothing',
    text: `${attempt.message} was told that version ${number} is the draft`,
  };
  const files = draft.paths.map((path) => {
    const etag = pins[path] === undefined ? null : draft.etagOf(path, pins[path]);
    return { instant, spans: draft.whileContent(path, etag), why };
  });
  return [{ instant, spans: listed(versions.whileCurrent(number)), why }, ...files];
}

function within({ began, ended }: Window, name: string): Instant {
  return { name, earliest: began, latest: ended ?? Number.POSITIVE_INFINITY };
}

function listed(span: Span | null): readonly Span[] {
  return span === null ? [] : [span];
}
