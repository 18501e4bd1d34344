// Readers, who must see what is, or was a moment ago, and nothing else.
import { setTimeout } from 'node:timers/promises';
import type { SuccessBody } from '../../support/api.ts';
import type { Read } from '../history/history.ts';
import { between, oneOf } from '../seed.ts';
import type { Asked } from './ask.ts';
import type { Actor, Life } from './life.ts';
import { pinsIn, versionIn } from './version-in.ts';

type Seen = Partial<Pick<Read, 'current' | 'versions' | 'manifest' | 'draft'>>;
type Look = (life: Life) => Promise<readonly [Asked, (body: never) => Seen]>;

const looks: Readonly<Record<string, Look>> = {
  'GET P': async ({ ask }) => [await ask('getPipeline', { target: '' }), ofPipeline],
  'GET P?refresh': async ({ ask }) => [await ask('getPipeline', { target: '?refresh=true' }), ofPipeline],
  'GET P/published': async ({ ask }) => [await ask('getPublished', { target: '/published' }), ofManifest],
  'GET P/versions': async ({ ask, pipeline }) => [
    await ask('listVersions', { target: '/versions?limit=20' }),
    ({ versions }: SuccessBody<'listVersions'>) => {
      const full = versions as SuccessBody<'getVersion'>[];
      return {
        current: full[0]?.version_number ?? 0,
        versions: full.map((each) => versionIn(pipeline, each)),
      };
    },
  ],
  'GET P/draft': async ({ ask }) => [
    await ask('getDraft', { target: '/draft' }),
    ({ files }: SuccessBody<'getDraft'>) => ({
      draft: pinsIn(files.filter(({ change }) => change !== 'removed')),
    }),
  ],
};

/** What an error says about the current version. */
const UNPUBLISHED = new Set(['NOT_PUBLISHED', 'PIPELINE_NOT_FOUND']);

export const reader: Actor = async (life, name) => {
  const random = life.random(name);
  while (!life.isOver()) {
    const what = oneOf(random, Object.keys(looks));
    const [{ began, ended, answer, body, code }, seenIn] = await (looks[what] as Look)(life);
    const nothing = { current: null, versions: [], manifest: null, draft: null };
    const seen =
      answer?.status === 200 ? seenIn(body as never) : UNPUBLISHED.has(code ?? '') ? { current: 0 } : null;
    if (seen !== null) life.operations.push({ op: 'read', what, began, ended, ...nothing, ...seen });
    await setTimeout(between(random, 10, 300));
  }
};

function ofPipeline({ latest_version }: SuccessBody<'getPipeline'>): Seen {
  return { current: latest_version ?? 0 };
}

function ofManifest({ version_number, files }: SuccessBody<'getPublished'>): Seen {
  return { current: version_number, manifest: { number: version_number, pins: pinsIn(files) } };
}
