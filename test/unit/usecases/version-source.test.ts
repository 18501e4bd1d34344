// Which file of a version runs, after the deployment's sources have changed.
import type { APIGatewayProxyEvent } from 'aws-lambda';
import { afterEach, expect, test } from 'vitest';
import {
  DEFAULT_LAYOUT,
  DEFAULT_LAYOUT_SETTINGS,
  layoutOf,
  setLayout,
} from '../../../functions/domain/layout.ts';
import { manifestReply } from '../../../functions/http/manifest-reply.ts';
import { presentPipelineSummary } from '../../../functions/http/present.ts';
import { readPublished } from '../../../functions/usecases/read-published.ts';
import { withFiles } from '../../../functions/usecases/version-files.ts';
import { type Desk, PIPELINE, setUpDesk } from './desk.ts';

afterEach(() => setLayout(DEFAULT_LAYOUT));

const useSources = (...sources: readonly string[]) =>
  setLayout(layoutOf({ ...DEFAULT_LAYOUT_SETTINGS, sources }));

interface Manifest {
  readonly source: { readonly path: string } | null;
}

async function manifestOf({ deps }: Desk, number?: number, changed = {}) {
  const record = { ...(await readPublished(deps, PIPELINE, number)), ...changed };
  const event = { headers: {} } as APIGatewayProxyEvent;
  const read = () => withFiles(deps, PIPELINE, record);
  const { body, headers } = await manifestReply(event, PIPELINE, record, 'bucket', read);
  return { source: (body as Manifest).source?.path ?? null, etag: headers?.ETag };
}

async function publishedDesk(): Promise<Desk> {
  const desk = setUpDesk();
  desk.save('pipeline.py', 'one');
  desk.save('dbt_project.yml', 'name: one');
  await desk.publish();
  return desk;
}

test('a version runs what it was published with', async () => {
  const desk = await publishedDesk();
  useSources('dbt_project.yml', 'pipeline.py');

  await desk.publish();

  expect((await manifestOf(desk, 1)).source).toBe('pipeline.py');
  expect((await manifestOf(desk, 2)).source).toBe('dbt_project.yml');
});

test('a version can be rolled back to although its source is none any more, and runs it again', async () => {
  const desk = await publishedDesk();
  useSources('*.ipynb');
  desk.save('daily.ipynb', '{}');
  await desk.publish();

  await desk.rollback(1);

  const state = await desk.deps.versions.readState(PIPELINE);
  expect(state?.current).toMatchObject({ number: 3, source: 'pipeline.py' });
  expect(state && presentPipelineSummary(state).type).toBe('python');
  expect((await manifestOf(desk)).source).toBe('pipeline.py');
});

test('a version of a release that did not keep it runs what is a source today', async () => {
  const desk = await publishedDesk();
  const older = { source: null };
  expect((await manifestOf(desk, 1, older)).source).toBe('pipeline.py');
  const before = await manifestOf(desk, 1, older);

  useSources('dbt_project.yml', 'pipeline.py');
  const after = await manifestOf(desk, 1, older);
  useSources('*.ipynb');
  const none = await manifestOf(desk, 1, older);

  expect([before.source, after.source, none.source]).toEqual(['pipeline.py', 'dbt_project.yml', null]);
  expect(new Set([before.etag, after.etag, none.etag]).size).toBe(3);
});

test('a rollback to such a version keeps that nobody knows', async () => {
  const desk = await publishedDesk();
  const { update, readArchived, readState } = desk.deps.versions;
  const forget = async () => {
    const state = await readState(PIPELINE);
    if (state?.current)
      await update(PIPELINE, { current: { ...state.current, source: null } }, { number: 1 });
  };
  await forget();
  useSources('dbt_project.yml');

  await desk.rollback(1);

  expect((await readArchived(PIPELINE, 1))?.source).toBeNull();
  expect((await readState(PIPELINE))?.current).toMatchObject({ number: 2, source: null });
  expect((await manifestOf(desk)).source).toBe('dbt_project.yml');
});
