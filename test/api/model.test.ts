// Random lives of a pipeline over HTTP and in the bucket, one step after another, against a model of a few lines.
// What happens at the same time is for races.test.ts and for the model check of the protocol (test/model).
// MODEL_SEED repeats a run; MODEL_RUNS makes more of them.
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { keyPrefix, type Pipeline } from '../../functions/domain/pipeline.ts';
import { eventually } from '../support/eventually.ts';
import { flagBecomes } from '../support/flag.ts';
import { readHistory } from '../support/history.ts';
import { patience } from '../support/server-set.ts';
import { useServers } from '../support/servers.ts';
import { uniqueName, uniquePipeline } from '../support/unique-pipeline.ts';

const { api, drafts } = await useServers();

type Step =
  | { readonly do: 'save'; readonly path: string; readonly content: string }
  | { readonly do: 'delete'; readonly path: string }
  | { readonly do: 'edit'; readonly path: string; readonly content: string | null; readonly expects: string }
  | { readonly do: 'restore'; readonly to: number }
  | { readonly do: 'publish'; readonly keyed: boolean; readonly skip_unchanged: boolean }
  | { readonly do: 'repeat' }
  | { readonly do: 'rollback'; readonly to: number };

const path = fc.constantFrom('pipeline.sql', 'config.yaml', 'tests/quality/a b.sql');
/** As a configuration all are fine; as a source one is empty. */
const content = fc.constantFrom('one: 1', 'two: 2', '');
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('save' as const), path, content }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('delete' as const), path }) },
  {
    // Through the API: a save or, without content, a delete of what holds this content, of nothing, or of anything.
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('edit' as const),
      path,
      content: fc.option(content),
      expects: fc.constantFrom('one', 'two', '', 'nothing', 'anything'),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('restore' as const), to: fc.integer({ min: 1, max: 4 }) }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('publish' as const),
      keyed: fc.boolean(),
      skip_unchanged: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('repeat' as const) }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('rollback' as const), to: fc.integer({ min: 1, max: 4 }) }),
  },
);

/** Path → content and S3 version ID. */
type Files = Readonly<Record<string, { readonly content: string; readonly pin: string }>>;

interface Model {
  readonly pipeline: Pipeline;
  draft: Files;
  readonly versions: { readonly files: Files; readonly rollback_of: number | null }[];
  lastKeyed: { readonly key: string; readonly body: object; readonly answer: object } | null;
}

const sameContent = (one: Files, other: Files) => contentOf(one) === contentOf(other);
const contentOf = (files: Files) =>
  JSON.stringify(
    Object.entries(files)
      .map(([name, file]) => [name, file.content])
      .toSorted(),
  );
const pinsOf = (files: Files, prefix: string) =>
  Object.fromEntries(Object.entries(files).map(([name, { pin }]) => [prefix + name, pin]));

const seen = { published: 0, refused: 0, repeated: 0, rolledBack: 0, edited: 0, restored: 0 };

async function apply(model: Model, step: Step): Promise<void> {
  const { pipeline } = model;
  if (step.do === 'save') {
    const pin = await drafts.saveFile(pipeline, step.path, step.content);
    model.draft = { ...model.draft, [step.path]: { content: step.content, pin } };
  } else if (step.do === 'delete') {
    await drafts.deleteFile(pipeline, step.path);
    const { [step.path]: _, ...rest } = model.draft;
    model.draft = rest;
  } else if (step.do === 'edit') await edit(model, step);
  else if (step.do === 'restore') await restore(model, step.to);
  else if (step.do === 'rollback') await rollBack(model, step.to);
  else if (step.do === 'publish') await publish(model, step);
  else await repeat(model);
}

const md5 = (text: string) => createHash('md5').update(text).digest('hex');

async function edit(model: Model, { path, content, expects }: Step & { do: 'edit' }): Promise<void> {
  if (content === null && expects === 'nothing') return;
  const there = model.draft[path]?.content ?? null;
  const condition: Record<string, string> =
    expects === 'nothing' ? { 'If-None-Match': '*' } : { 'If-Match': `"${md5(expects)}"` };
  const request = {
    params: { ...model.pipeline, path },
    headers: expects === 'anything' ? {} : condition,
  };
  const isExpected = expects === 'anything' || there === (expects === 'nothing' ? null : expects);
  const answer =
    content === null
      ? await api.send('deleteFile', request)
      : await api.send('putFile', { ...request, body: content });
  if ('error' in answer) {
    const isMissing = content === null && there === null;
    expect([answer.error.code, isExpected && !isMissing]).toEqual([
      isMissing ? 'FILE_NOT_FOUND' : 'PRECONDITION_FAILED',
      false,
    ]);
    if (!isMissing) expect(answer.error.details?.etag).toBe(there === null ? null : md5(there));
    return;
  }
  seen.edited += 1;
  expect([isExpected, answer.status]).toEqual([true, content === null ? 204 : 200]);
  const { [path]: _, ...rest } = model.draft;
  model.draft = content === null ? rest : { ...rest, [path]: { content, pin: answer.body.version_id ?? '' } };
}

async function restore(model: Model, to: number): Promise<void> {
  const { pipeline, versions } = model;
  const target = versions[to - 1];
  const answer = await api.send('restoreDraft', { params: pipeline, body: { version: to } });
  if ('error' in answer) {
    const isEmpty = versions.length === 0 && Object.keys(model.draft).length === 0;
    expect(answer.error.code).toBe(isEmpty ? 'PIPELINE_NOT_FOUND' : 'VERSION_NOT_FOUND');
    expect(target).toBeUndefined();
    return;
  }
  seen.restored += 1;
  const before = model.draft;
  const wanted = target?.files ?? {};
  const differing = Object.keys(wanted).filter((name) => before[name]?.content !== wanted[name]?.content);
  const current = versions.at(-1)?.files ?? {};
  expect(answer.body).toEqual({
    restored_from: to,
    written: differing.toSorted(),
    removed: Object.keys(before)
      .filter((name) => !(name in wanted))
      .toSorted(),
    draft_dirty: !sameContent(wanted, current),
  });
  const { body: draft } = await api.ok('getDraft', { params: pipeline });
  const pins = Object.fromEntries(draft.files.map((file) => [file.path, file.version_id ?? '']));
  const restored = Object.entries(wanted).map(([name, { content }]) => {
    const pin = differing.includes(name) ? (pins[name] ?? '') : (before[name]?.pin ?? '');
    return [name, { content, pin }] as const;
  });
  model.draft = Object.fromEntries(restored);
}

async function publish(model: Model, { keyed, skip_unchanged }: Step & { do: 'publish' }): Promise<void> {
  const { pipeline, draft, versions } = model;
  const body = { message: uniqueName('message'), skip_unchanged };
  const key = uniqueName('key');
  const headers: Record<string, string> = keyed ? { 'Idempotency-Key': key } : {};
  const answer = await api.send('publishVersion', { params: pipeline, body, headers });
  if ('error' in answer) {
    seen.refused += 1;
    expect(answer.error.code).toBe(refusalOf(model));
    return;
  }
  seen.published += 1;
  const current = versions.at(-1);
  const isSkipped = skip_unchanged && current !== undefined && sameContent(current.files, draft);
  if (!isSkipped) versions.push({ files: draft, rollback_of: null });
  expect([answer.status, answer.body.version_number]).toEqual([isSkipped ? 200 : 201, versions.length]);
  // "Unchanged" is not remembered: a repetition would look again.
  if (keyed && !isSkipped) model.lastKeyed = { key, body, answer: answer.body };
}

function refusalOf({ draft, versions }: Model): string | null {
  if (draft['pipeline.sql']?.content === '') return 'CHECKS_FAILED';
  if ('pipeline.sql' in draft) return null;
  if (Object.keys(draft).length > 0) return 'MISSING_SOURCE';
  return versions.length > 0 ? 'EMPTY_DRAFT' : 'PIPELINE_NOT_FOUND';
}

async function repeat({ pipeline, lastKeyed }: Model): Promise<void> {
  if (lastKeyed === null) return;
  const { key, body, answer } = lastKeyed;
  const again = await api.ok('publishVersion', {
    params: pipeline,
    body,
    headers: { 'Idempotency-Key': key },
  });
  seen.repeated += 1;
  expect([again.headers['idempotent-replayed'], again.body]).toEqual(['true', answer]);
}

async function rollBack({ pipeline, versions }: Model, to: number): Promise<void> {
  const target = versions[to - 1];
  const answer = await api.send('rollbackVersion', { params: { ...pipeline, version_number: to } });
  if ('error' in answer) {
    expect([answer.error.code, target]).toEqual(['VERSION_NOT_FOUND', undefined]);
    return;
  }
  seen.rolledBack += 1;
  versions.push({ files: target?.files ?? {}, rollback_of: to });
  expect(answer.body).toMatchObject({ version_number: versions.length, rollback_of: to });
}

async function expectAgreement({ pipeline, draft, versions }: Model): Promise<void> {
  const current = versions.at(-1);
  if (current === undefined && Object.keys(draft).length === 0) {
    await eventually(async () => {
      expect((await api.refused('getPipeline', { params: pipeline })).error.code).toBe('PIPELINE_NOT_FOUND');
    });
    return;
  }
  const history = await readHistory(api, pipeline);
  const prefix = keyPrefix(pipeline);
  expect(history.map(({ rollback_of, published_versions }) => [rollback_of, published_versions])).toEqual(
    versions.map(({ rollback_of, files }) => [rollback_of, pinsOf(files, prefix)]),
  );
  for (const [name, file] of Object.entries(current?.files ?? {}))
    expect(await drafts.readFile(pipeline, name, file.pin)).toBe(file.content);
  await flagBecomes(api, pipeline, current === undefined ? null : !sameContent(current.files, draft));
}

test(
  'whatever is saved, edited, published, repeated, rolled back and restored, all answers are those of the model',
  async () => {
    const lives = fc.asyncProperty(fc.array(step, { minLength: 6, maxLength: 20 }), async (steps) => {
      const model: Model = { pipeline: uniquePipeline(), draft: {}, versions: [], lastKeyed: null };
      await apply(model, { do: 'save', path: 'pipeline.sql', content: 'one: 1' });
      for (const step of steps) await apply(model, step);
      await expectAgreement(model);
    });

    const numRuns = Number(process.env.MODEL_RUNS ?? 20);
    await fc.assert(lives, {
      numRuns,
      seed: Number(process.env.MODEL_SEED ?? Date.now()),
      endOnFailure: true,
    });
  },
  patience(60_000),
);
