// The dirty flag as events alone make it: nothing here asks for a refresh.
import { expect } from 'vitest';
import type { Pipeline } from '../../functions/domain/pipeline.ts';
import type { Api } from './api.ts';
import type { DraftEditor } from './draft-editor.ts';
import { eventually } from './eventually.ts';

export async function flagOf(api: Api, pipeline: Pipeline): Promise<boolean | null> {
  return (await api.ok('getPipeline', { params: pipeline })).body.draft_dirty;
}

export async function flagBecomes(api: Api, pipeline: Pipeline, expected: boolean | null): Promise<void> {
  await eventually(async () => expect(await flagOf(api, pipeline)).toBe(expected));
}

/** Makes an edit and waits until an observation that began after it has been recorded. */
export async function observed(api: Api, pipeline: Pipeline, edit: () => Promise<unknown>): Promise<void> {
  const began = new Date().toISOString();
  await edit();
  await eventually(async () => {
    const { body } = await api.ok('getPipeline', { params: pipeline });
    expect(body.draft.observed_at >= began).toBe(true);
  });
}

/** Whether the draft differs from the current version, as the bucket and the manifest tell it between them. */
export async function isReallyDirty(api: Api, drafts: DraftEditor, pipeline: Pipeline): Promise<boolean> {
  const { body } = await api.ok('getPublished', { params: pipeline });
  const published = Object.fromEntries(body.files.map(({ path, etag }) => [path, etag]));
  const draft = await drafts.listFiles(pipeline);
  return JSON.stringify(Object.entries(draft).sort()) !== JSON.stringify(Object.entries(published).sort());
}
