// What each function of the service does, as much as it can be made to do: pipelines that were never observed, files with
// many old versions.
import type { S3Client } from '@aws-sdk/client-s3';
import { createS3BucketLifecycle } from '../../functions/adapters/s3/bucket-lifecycle.ts';
import { keyPrefix, type Pipeline } from '../../functions/domain/pipeline.ts';
import { requestChecks } from '../../functions/events/request-checks.ts';
import type { routes } from '../../functions/http/routes.ts';
import { checkDraft } from '../../functions/usecases/check-draft.ts';
import { checkHealth } from '../../functions/usecases/check-health.ts';
import { compareVersions } from '../../functions/usecases/compare-versions.ts';
import type { Deps } from '../../functions/usecases/deps.ts';
import { deleteFile, saveFile } from '../../functions/usecases/edit-draft.ts';
import { findLostPins } from '../../functions/usecases/find-lost-pins.ts';
import { readVersionRecord } from '../../functions/usecases/find-version.ts';
import { observeDraft } from '../../functions/usecases/observe-draft.ts';
import { pinDraft } from '../../functions/usecases/pin-draft.ts';
import { publishVersion } from '../../functions/usecases/publish-version.ts';
import { readDraft } from '../../functions/usecases/read-draft.ts';
import { readFile } from '../../functions/usecases/read-file.ts';
import { readNews } from '../../functions/usecases/read-news.ts';
import { readPatches } from '../../functions/usecases/read-patches.ts';
import { readPipeline, readPipelines } from '../../functions/usecases/read-pipelines.ts';
import { readPublished } from '../../functions/usecases/read-published.ts';
import { readRuns } from '../../functions/usecases/read-runs.ts';
import { readVersions } from '../../functions/usecases/read-versions.ts';
import { reportRun } from '../../functions/usecases/report-run.ts';
import { restoreDraft } from '../../functions/usecases/restore-draft.ts';
import { rollbackVersion } from '../../functions/usecases/rollback-version.ts';
import {
  freezeNamespace,
  freezePipeline,
  readNamespaceFreeze,
  unfreezeNamespace,
  unfreezePipeline,
} from '../../functions/usecases/set-freeze.ts';
import { withFiles } from '../../functions/usecases/version-files.ts';
import type { AwsBackend } from './backends.ts';
import { newPipeline } from './samples.ts';

/** A route's, the queue's observer, or the daily check. */
export type Operation = keyof typeof routes | 'observer' | 'dailyCheck';

/** The function that acts, with clients of its own. */
export interface Actor extends Deps {
  readonly s3: S3Client;
  readonly bucketName: string;
}

export interface Operations {
  /** A pipeline on which the operation has something to do. The backend makes it, not the actor. */
  prepare(operation: Operation): Promise<Pipeline>;
  perform(operation: Operation, actor: Actor, pipeline: Pipeline): Promise<unknown>;
}

type Performed = Readonly<Record<Operation, (actor: Actor, pipeline: Pipeline) => Promise<unknown>>>;

/** Operations that look at objects one by one where there are many old versions. */
const LOOKING: readonly Operation[] = [
  'rollbackVersion',
  'getDraft',
  'checkDraft',
  'compareVersions',
  'restoreDraft',
  'getDraftManifest',
  'rollbackDespiteFreeze',
  'restoreDespiteFreeze',
];

/** Operations that find a draft which nobody has observed. */
const UNOBSERVED: readonly Operation[] = [
  'publishVersion',
  'publishDespiteFreeze',
  'listVersions',
  'freezePipeline',
  'unfreezePipeline',
  'freezeNamespace',
  'unfreezeNamespace',
  'getNamespaceFreeze',
];

export function createOperations(backend: AwsBackend): Operations {
  const { bucket } = backend;
  const save = (pipeline: Pipeline, body: string) => bucket.put(`${keyPrefix(pipeline)}pipeline.sql`, body);
  /** More versions of one file than a page of them holds. */
  const saveOften = (pipeline: Pipeline) =>
    bucket.putMany(Array.from({ length: 1_001 }, () => `${keyPrefix(pipeline)}pipeline.sql`));

  async function prepare(operation: Operation): Promise<Pipeline> {
    if (LOOKING.includes(operation)) return muchEdited();
    if (operation === 'observer') return rolledBack();
    const pipeline = newPipeline();
    await save(pipeline, 'select 1');
    if (UNOBSERVED.includes(operation)) return pipeline;
    await publish(backend, pipeline);
    await publish(backend, pipeline);
    return pipeline;
  }

  let edited: Promise<Pipeline> | undefined;

  /** Version 1 pins what 1,001 newer objects hide. One pipeline for all operations. */
  function muchEdited(): Promise<Pipeline> {
    edited ??= (async () => {
      const pipeline = newPipeline();
      await save(pipeline, 'select 1');
      await publish(backend, pipeline);
      await saveOften(pipeline);
      await publish(backend, pipeline);
      return pipeline;
    })();
    return edited;
  }

  async function whileFrozen(pipeline: Pipeline, act: () => Promise<unknown>): Promise<void> {
    await frozen(backend, pipeline);
    await act();
    await unfreezePipeline(backend, pipeline, null);
  }

  /** The current version's pins are hidden. */
  async function rolledBack(): Promise<Pipeline> {
    const pipeline = await muchEdited();
    await rollbackVersion(backend, { pipeline, target: 1, createdBy: null, request: null });
    return pipeline;
  }

  const operations: Performed = {
    async publishVersion(actor, pipeline) {
      await publish(actor, pipeline);
      await saveOften(pipeline);
      await publish(actor, pipeline);
    },
    async publishDespiteFreeze(actor, pipeline) {
      await publish(actor, pipeline);
      await saveOften(pipeline);
      await frozen(backend, pipeline);
      await publish(actor, pipeline, true);
    },
    async rollbackVersion(actor, pipeline) {
      await rollbackVersion(actor, { pipeline, target: 1, createdBy: null, request: null });
    },
    async rollbackDespiteFreeze(actor, pipeline) {
      const input = { pipeline, target: 1, createdBy: null, overridesFreeze: true, request: null };
      await whileFrozen(pipeline, () => rollbackVersion(actor, input));
    },
    listVersions: async (actor, pipeline) =>
      Array.fromAsync((await readVersions(actor, pipeline, { expected: 50, runs: true })).versions),
    getVersion: versionAndRuns,
    reportRun: versionAndRuns,
    getPipeline: (actor, pipeline) => readPipeline(actor, pipeline, true),
    getPublished: async (actor, pipeline) =>
      withFiles(actor, pipeline, await readPublished(actor, pipeline, 1)),
    listPipelines: listsOf,
    getFeed: listsOf,
    getHealth: (actor) =>
      checkHealth({ ...actor, lifecycle: createS3BucketLifecycle(actor.s3, actor.bucketName) }),
    getMe: async () => {},
    getOpenApi: async () => {},
    async getDraft(actor, pipeline) {
      await save(pipeline, 'not pinned yet');
      await readDraft(actor, pipeline);
    },
    async compareVersions(actor, pipeline) {
      await save(pipeline, 'not pinned yet');
      const { changes } = await compareVersions(actor, pipeline, { from: 1, to: 'draft' });
      await Array.fromAsync(readPatches(actor, pipeline, changes));
    },
    async getFile(actor, pipeline) {
      await readFile(actor, { pipeline, path: 'pipeline.sql' }, 100);
      await readFile(actor, { pipeline, path: 'pipeline.sql', version: 1 }, 100);
    },
    async putFile(actor, pipeline) {
      const file = { path: 'new.sql', bytes: Buffer.from('x'), contentType: 'text/plain' };
      await saveFile(actor, pipeline, { ...file, condition: { ifNoneMatch: '*' } });
      await saveFile(actor, pipeline, { ...file, condition: { ifNoneMatch: '*' } }).catch(() => undefined);
    },
    deleteFile: (actor, pipeline) => deleteFile(actor, pipeline, { path: 'pipeline.sql', condition: {} }),
    deleteAnyFile: (actor, pipeline) => deleteFile(actor, pipeline, { path: 'pipeline.sql', condition: {} }),
    async restoreDraft(actor, pipeline) {
      await bucket.put(`${keyPrefix(pipeline)}more.sql`, 'x');
      await restoreDraft(actor, { pipeline, target: 1 });
    },
    async restoreDespiteFreeze(actor, pipeline) {
      await bucket.put(`${keyPrefix(pipeline)}more.sql`, 'x');
      const input = { pipeline, target: 1, overridesFreeze: true };
      await whileFrozen(pipeline, () => restoreDraft(actor, input));
    },
    freezePipeline: allOfFreezes,
    unfreezePipeline: allOfFreezes,
    freezeNamespace: allOfFreezes,
    unfreezeNamespace: allOfFreezes,
    getNamespaceFreeze: allOfFreezes,
    async checkDraft(actor, pipeline) {
      await save(pipeline, 'not pinned yet');
      await checkDraft(actor, pipeline);
    },
    async getDraftManifest(actor, pipeline) {
      await save(pipeline, 'not pinned yet');
      await pinDraft(actor, pipeline);
    },
    async observer(actor, pipeline) {
      const { current } = await observeDraft(actor, pipeline);
      const lost = await findLostPins(actor, pipeline, current);
      if (lost.length > 0) throw new Error('its pins are there');
    },
    dailyCheck: (actor) => requestChecks(actor, async () => {}),
  };

  return { prepare, perform: (operation, actor, pipeline) => operations[operation](actor, pipeline) };
}

function publish(deps: Deps, pipeline: Pipeline, overridesFreeze = false): Promise<unknown> {
  const input = { pipeline, message: 'm', createdBy: null, overridesFreeze, request: null };
  return publishVersion(deps, input);
}

function frozen(deps: Deps, pipeline: Pipeline): Promise<unknown> {
  return freezePipeline(deps, pipeline, freezeInput());
}

const freezeInput = () => ({ reason: 'r', frozenBy: null, until: new Date(Date.now() + 600_000) });

/** Of the function that shows a version and takes reports of its runs. */
async function versionAndRuns(actor: Actor, pipeline: Pipeline): Promise<void> {
  await withFiles(actor, pipeline, await readVersionRecord(actor, pipeline, 1));
  const run = { id: 'r', state: 'running', url: null, reportedBy: null } as const;
  await reportRun(actor, pipeline, { versionNumber: 1, ...run });
  await readRuns(actor, pipeline, 1);
}

/** Of the function that both lists share. */
async function listsOf(actor: Actor): Promise<void> {
  await readPipelines(actor, {}, 50);
  await readNews(actor, {}, 50);
}

/** Of the function that all of them share. The namespace is nobody else's. */
async function allOfFreezes(actor: Actor, pipeline: Pipeline): Promise<void> {
  const namespace = `${pipeline.namespace}-${pipeline.name}`;
  await frozen(actor, pipeline);
  await unfreezePipeline(actor, pipeline, null);
  await freezeNamespace(actor, namespace, freezeInput());
  await readNamespaceFreeze(actor, namespace);
  await unfreezeNamespace(actor, namespace, null);
}
