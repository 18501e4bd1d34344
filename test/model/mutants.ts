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
  /** Of random runs that show it soon; 1 by default. */
  readonly seed?: number;
}

export const mistakes: readonly Mistake[] = [
  {
    name: 'the second list is dropped',
    file: 'usecases/settle-draft.ts',
    from: 'const next = await deps.files.listDraft(pipeline, { known, previous });',
    to: 'const next = previous;',
  },
  {
    name: 'the revision condition is dropped',
    file: 'usecases/make-visible.ts',
    from: '...(draft && { revision: state?.revision ?? 0 })',
    to: '...(state === null && { revision: 0 })',
  },
  {
    name: 'the update does not ask for the number that was read',
    file: 'usecases/make-visible.ts',
    from: 'return { number: number - 1, ',
    to: 'return { ',
  },
  {
    name: 'a failed condition is a lost race, without looking for the own id',
    file: 'usecases/make-visible.ts',
    from: 'if (there?.id === tried.id)',
    to: "if (there?.id === 'nobody')",
  },
  {
    name: 'the retry with equal pins sets the draft too',
    file: 'usecases/make-visible.ts',
    from: 'draft = undefined;',
    to: '',
  },
  {
    name: 'a publish follows a rollback to equal pins',
    file: 'usecases/publish-version.ts',
    from: 'newest.rollbackOf === null && ',
    to: '',
    seed: 16,
  },
  {
    name: 'equal pins are judged by content instead of by snapshot',
    file: 'usecases/publish-version.ts',
    from: 'newest.snapshot.id === snapshot.id',
    to: 'newest.fingerprint === draft.fingerprint',
  },
  {
    name: 'a version names a snapshot before all of its parts are stored',
    file: 'usecases/publish-version.ts',
    from: 'return stored?.id === snapshot.id ? stored : deps.versions.storeSnapshot(pipeline, snapshot);',
    to: 'deps.versions.storeSnapshot(pipeline, snapshot).catch(() => {}); return { id: snapshot.id, parts: snapshot.files.length };',
  },
  {
    name: "a key's number is recorded after its version is superseded",
    file: 'usecases/make-visible.ts',
    from: 'current.request && deps.versions.recordNumber(pipeline, current.request, current.number),',
    to: `current.request && void (async () => {
      for (let step = 0; step < 40; step++) await deps.runtime.pause(0);
      await deps.versions.recordNumber(pipeline, current.request, current.number);
    })().catch(() => {}),`,
  },
  {
    name: 'the key is not read again after a lost race',
    file: 'usecases/make-visible.ts',
    from: 'readKey(deps, pipeline, content.request),',
    to: 'null,',
  },
  {
    name: 'the deadline ends a request before it has looked for its own version',
    file: 'usecases/make-visible.ts',
    from: 'const over = attempts.areOver();',
    to: 'const over = attempts.areOver(); if (over && lost > 0) throw attempts.giveUp();',
    seed: 2,
  },
  {
    name: 'observations do not look at the revision',
    file: 'usecases/observe-draft.ts',
    from: '{ draft }, { revision });',
    to: '{ draft }, state === null ? { revision } : {});',
  },
  {
    name: 'an observation believes the next that is recorded',
    file: 'usecases/observe-draft.ts',
    from: 'const coversUs = revisionOf(state) + 2;',
    to: 'const coversUs = revisionOf(state) + 1;',
  },
  {
    name: 'the current version is not copied into history',
    file: 'usecases/make-visible.ts',
    from: 'deps.versions.archive(pipeline, current),',
    to: '',
  },
];

const FUNCTIONS = new URL('../../functions/', import.meta.url).pathname;
const COPIES = new URL('../../.cache/mutants/', import.meta.url).pathname;

/** The use cases with the mistake. Throws if the place is not there (any more) exactly once. */
export async function withMistake({ name, file, from, to }: Mistake): Promise<Protocol> {
  const copy = join(COPIES, name.replaceAll(/\W+/g, '-'));
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
  return { publishVersion, rollbackVersion, observeDraft, readVersions };
}
