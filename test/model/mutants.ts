// The protocol with a mistake put in: a copy of functions/ in which one place reads differently.
import { cp, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Protocol } from './protocol.ts';

export interface Mistake {
  readonly name: string;
  readonly file: string;
  readonly from: string;
  readonly to: string;
  /** Of random runs that show it soon; 1 by default. `null`: they take too long. */
  readonly seed?: number | null;
  /** Whether it takes freezes to show it. */
  readonly freezes?: boolean;
  /** The scenario of test/interleavings that shows it. */
  readonly shownBy: string;
}

export const mistakes: readonly Mistake[] = [
  {
    name: 'the second list is dropped',
    file: 'usecases/settle-draft.ts',
    from: 'const next = await deps.files.listDraft(pipeline, { known, previous });',
    to: 'const next = previous;',
    shownBy: 'a publisher and two edits',
  },
  {
    name: 'the revision condition is dropped',
    file: 'usecases/make-visible.ts',
    from: '...(draft && { revision: state?.revision ?? 0 })',
    to: '...(state === null && { revision: 0 })',
    shownBy: 'a publisher and two edits',
  },
  {
    name: 'the update does not ask for the number that was read',
    file: 'usecases/make-visible.ts',
    from: 'return { number: number - 1, ',
    to: 'return { ',
    shownBy: 'a publisher, a rollback and an edit',
  },
  {
    name: 'a failed condition is a lost race, without looking for the own id',
    file: 'usecases/make-visible.ts',
    from: 'if (there?.id === tried.id)',
    to: "if (there?.id === 'nobody')",
    shownBy: 'two publishers',
  },
  {
    name: 'the retry with equal pins sets the draft too',
    file: 'usecases/make-visible.ts',
    from: 'draft = undefined;',
    to: '',
    shownBy: 'two publishers and an edit',
  },
  {
    name: 'a publish follows a rollback to equal pins',
    file: 'usecases/publish-version.ts',
    from: 'newest.rollbackOf === null && ',
    to: '',
    seed: null,
    shownBy: 'a publisher beside one who edits, publishes and rolls back',
  },
  {
    name: 'equal pins are judged by content instead of by snapshot',
    file: 'usecases/publish-version.ts',
    from: 'newest.snapshot.id === snapshot.id',
    to: 'newest.fingerprint === draft.fingerprint',
    shownBy: 'a publisher beside one who edits, edits back and publishes',
  },
  {
    name: 'a version names a snapshot before all of its parts are stored',
    file: 'usecases/publish-version.ts',
    from: 'return stored?.id === snapshot.id ? stored : deps.versions.storeSnapshot(pipeline, snapshot);',
    to: 'deps.versions.storeSnapshot(pipeline, snapshot).catch(() => {}); return { id: snapshot.id, parts: snapshot.files.length };',
    shownBy: 'two publishers',
  },
  {
    name: "a key's number is recorded after its version is superseded",
    file: 'usecases/make-visible.ts',
    from: 'current.request && deps.versions.recordNumber(pipeline, current.request, current.number),',
    to: `current.request && void (async () => {
      for (let step = 0; step < 40; step++) await deps.runtime.pause(0);
      await deps.versions.recordNumber(pipeline, current.request, current.number);
    })().catch(() => {}),`,
    shownBy: 'two publishers with one key beside another',
  },
  {
    name: 'the key is not read again after a lost race',
    file: 'usecases/make-visible.ts',
    from: 'readKey(deps, pipeline, content.request),',
    to: 'null,',
    shownBy: 'two publishers with one key beside another',
  },
  {
    name: 'the deadline ends a request before it has looked for its own version',
    file: 'usecases/make-visible.ts',
    from: 'const over = attempts.areOver();',
    to: 'const over = attempts.areOver(); if (over && lost > 0) throw attempts.giveUp();',
    shownBy: 'two publishers',
  },
  {
    name: 'observations do not look at the revision',
    file: 'usecases/observe-draft.ts',
    from: '{ draft }, { revision });',
    to: '{ draft }, state === null ? { revision } : {});',
    shownBy: 'two edits, each with its event',
  },
  {
    name: 'an observation believes the next that is recorded',
    file: 'usecases/observe-draft.ts',
    from: 'const coversUs = revisionOf(state) + 2;',
    to: 'const coversUs = revisionOf(state) + 1;',
    shownBy: 'two edits, each with its event',
  },
  {
    name: 'the current version is not copied into history',
    file: 'usecases/make-visible.ts',
    from: 'deps.versions.archive(pipeline, current),',
    to: '',
    shownBy: 'two publishers',
  },
  {
    name: 'a refusal reads the key before the state',
    file: 'usecases/replay.ts',
    from: [
      'const state = await deps.versions.readState(pipeline);',
      'const current = await replayCurrent(deps, pipeline, request, state);',
      'if (current !== null) return current;',
      'return await replaySuperseded(deps, pipeline, request, await readKey(deps, pipeline, request));',
    ].join('\n    '),
    to: [
      'const key = await readKey(deps, pipeline, request);',
      'const current = await replayCurrent(deps, pipeline, request, await deps.versions.readState(pipeline));',
      'return current ?? (await replaySuperseded(deps, pipeline, request, key));',
    ].join('\n    '),
    seed: null,
    shownBy: 'a repetition that expects a draft',
  },
  {
    name: 'another list is checked than the one that is pinned',
    file: 'usecases/publish-version.ts',
    from: 'checked && expected && samePins(expected, files) ? checked : ',
    to: 'checked ?? ',
    shownBy: 'a publisher beside one who saves errors and publishes all the same',
  },
  {
    name: 'unchanged files are not looked at again on top of a version that failed',
    file: 'usecases/check-files.ts',
    from: '|| !isSettled(base.current.checks)',
    to: '',
    shownBy: 'a publisher beside one who saves errors and publishes all the same',
  },
  {
    name: 'a rollback forgets what checks said of its target',
    file: 'usecases/rollback-version.ts',
    from: 'fileCount, sourceType, source, checks: report.verdict },',
    to: "fileCount, sourceType, source, checks: 'passed' as const },",
    shownBy: 'a rollback to a version with errors',
  },
  {
    name: 'a freeze is looked for at the start alone',
    file: 'usecases/make-visible.ts',
    from: ', ...unfrozen(overrodeFreeze, now) }',
    to: ' }',
    freezes: true,
    shownBy: 'a publisher and a freeze',
  },
  {
    name: 'a publish that overrides freezes does not ask whether there is one it has not seen',
    file: 'usecases/make-visible.ts',
    from: ', ...unfrozen(overrodeFreeze, now) }',
    to: ', ...(freezing.overrides ? {} : unfrozen(overrodeFreeze, now)) }',
    freezes: true,
    shownBy: 'a publisher who overrides freezes, and a freeze',
  },
  {
    name: 'a freeze refuses a request before it has looked for its own version',
    file: 'usecases/make-visible.ts',
    from: 'const answered = await answerAfterLoss(',
    to: 'passFreezes(freezing, state, deps.runtime.now()); const answered = await answerAfterLoss(',
    freezes: true,
    seed: null,
    shownBy: 'a publisher and a freeze',
  },
  {
    name: 'a publish does not look for a freeze of the namespace',
    file: 'usecases/publish-version.ts',
    from: 'deps.versions.readNamespaceFreeze(pipeline.namespace)',
    to: 'null',
    freezes: true,
    shownBy: 'a publisher and a freeze of the namespace',
  },
  {
    name: 'the freeze of the namespace is not recorded with the version that overrides it',
    file: 'usecases/freezing.ts',
    from: 'return { scope, reason: freeze.reason };',
    to: "return scope === 'pipeline' ? { scope, reason: freeze.reason } : null;",
    freezes: true,
    shownBy: 'a publisher who overrides freezes, and a freeze of the namespace',
  },
];

const FUNCTIONS = new URL('../../functions/', import.meta.url).pathname;
const COPIES = new URL('../../.cache/mutants/', import.meta.url).pathname;

/**
 * The use cases with the mistake, copied to a folder of this `check`'s. Throws if the place is not there (any more)
 * exactly once.
 */
export async function withMistake({ name, file, from, to }: Mistake, check: string): Promise<Protocol> {
  const copy = join(COPIES, check, name.replaceAll(/\W+/g, '-'));
  await rm(copy, { recursive: true, force: true });
  await mkdir(copy, { recursive: true });
  // Only the use cases are copied: their mistakes must throw the very DomainError that the model knows.
  for (const folder of ['domain', 'ports']) await symlink(join(FUNCTIONS, folder), join(copy, folder));
  await cp(join(FUNCTIONS, 'usecases'), join(copy, 'usecases'), { recursive: true });
  const source = await readFile(join(copy, file), 'utf8');
  if (source.split(from).length !== 2) throw new Error(`${file} does not contain this exactly once: ${from}`);
  await writeFile(
    join(copy, file),
    source.replace(from, () => to),
  );
  const load = (useCase: string) => import(pathToFileURL(join(copy, 'usecases', `${useCase}.ts`)).href);
  const { publishVersion } = await load('publish-version');
  const { rollbackVersion } = await load('rollback-version');
  const { observeDraft } = await load('observe-draft');
  const { readVersions } = await load('read-versions');
  const { restoreDraft } = await load('restore-draft');
  const freezes = await load('set-freeze');
  return { publishVersion, rollbackVersion, observeDraft, readVersions, restoreDraft, ...freezes };
}
