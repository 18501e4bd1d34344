// A pipeline on memory adapters with a clock that only tests turn, and hooks into the middle of a request.
import {
  createMemoryBucket,
  createMemoryDraftFiles,
  type MemoryBucket,
} from '../../../functions/adapters/memory/draft-files.ts';
import { createMemoryVersionStore } from '../../../functions/adapters/memory/version-store.ts';
import type { ErrorCode } from '../../../functions/domain/errors.ts';
import { keyPrefix, type Pipeline } from '../../../functions/domain/pipeline.ts';
import type { RequestKey, VersionId } from '../../../functions/domain/version.ts';
import type { VersionStore } from '../../../functions/ports/version-store.ts';
import type { Deps } from '../../../functions/usecases/deps.ts';
import { type PublishInput, publishVersion } from '../../../functions/usecases/publish-version.ts';
import { type RollbackInput, rollbackVersion } from '../../../functions/usecases/rollback-version.ts';

export const PIPELINE: Pipeline = { namespace: 'default', layer: 'silver', name: 'orders' };

export interface Desk {
  readonly deps: Deps;
  readonly bucket: MemoryBucket;
  /** Called before each request of the named kind; tests put what others do meanwhile in here. */
  readonly meanwhile: {
    list?: (() => unknown) | undefined;
    listContent?: (() => unknown) | undefined;
    update?: (() => unknown) | undefined;
    read?: (() => unknown) | undefined;
    record?: (() => unknown) | undefined;
    /** Before each request to the store, with the name of its method. */
    any?: ((method: string) => unknown) | undefined;
  };
  save(path: string, body?: string): void;
  saveAll(paths: readonly string[]): void;
  /** As it was written before the bucket was versioned. */
  saveUnversioned(path: string, body?: string): void;
  remove(path: string): void;
  removeAll(): void;
  /** Saves the source before every list from now on. */
  keepEditing(): void;
  publish(input?: Partial<PublishInput>): ReturnType<typeof publishVersion>;
  rollback(target: number, input?: Partial<RollbackInput>): ReturnType<typeof rollbackVersion>;
  /** Milliseconds since the desk was set up. */
  clock: { at: number };
}

export function setUpDesk(): Desk {
  const clock = { at: 0 };
  const now = () => new Date(Date.UTC(2026, 0, 1) + clock.at);
  const bucket = createMemoryBucket(now);
  const meanwhile: Desk['meanwhile'] = {};
  const store = createMemoryVersionStore();
  const files = createMemoryDraftFiles(bucket);
  let ids = 0;
  /** `request` as it is, with what others do put before it. */
  const after =
    <A extends unknown[], T>(
      others: 'list' | 'listContent' | 'update' | 'read' | 'record',
      request: (...args: A) => Promise<T>,
    ) =>
    async (...args: A) => {
      await meanwhile[others]?.();
      return request(...args);
    };
  const asked = (versions: VersionStore): VersionStore => {
    const methods = Object.entries(versions).map(([name, method]) => [
      name,
      (...args: unknown[]) => {
        meanwhile.any?.(name);
        return method(...args);
      },
    ]);
    return Object.fromEntries(methods);
  };
  const deps: Deps = {
    versions: asked({
      ...store,
      readState: after('read', store.readState),
      update: after('update', store.update),
      recordNumber: after('record', store.recordNumber),
    }),
    files: {
      ...files,
      listDraft: after('list', files.listDraft),
      listContent: after('listContent', files.listContent),
    },
    runtime: {
      now,
      async pause(milliseconds) {
        clock.at += milliseconds;
      },
      random: () => 1,
      newVersionId: () => `id-${++ids}` as VersionId,
    },
  };
  const common = { pipeline: PIPELINE, createdBy: null, request: null };
  const save = (path: string, body = path === 'config.yaml' ? 'a: 1' : 'select 1') =>
    void bucket.put(keyPrefix(PIPELINE) + path, body);
  return {
    deps,
    bucket,
    meanwhile,
    clock,
    save,
    saveAll(paths) {
      for (const path of paths) save(path);
    },
    saveUnversioned(path, body) {
      bucket.versioned = false;
      save(path, body);
      bucket.versioned = true;
    },
    removeAll() {
      for (const key of bucket.keys()) bucket.delete(key);
    },
    keepEditing() {
      meanwhile.list = () =>
        save('pipeline.sql', `edit ${bucket.versions(`${keyPrefix(PIPELINE)}pipeline.sql`).length}`);
    },
    remove: (path) => bucket.delete(keyPrefix(PIPELINE) + path),
    publish: (input) => publishVersion(deps, { ...common, message: 'a message', ...input }),
    rollback: (target, input) => rollbackVersion(deps, { ...common, target, ...input }),
  };
}

export const keyed = (key: string, inputHash = 'h'): RequestKey => ({ key, inputHash });

/** What a refusal looks like to `toMatchObject`. */
export const refusal = (code: ErrorCode, details?: object) => ({ code, ...(details && { details }) });

/** Runs the action once, on the first call. */
export function once(action: () => unknown): () => unknown {
  let done = false;
  return () => {
    if (done) return undefined;
    done = true;
    return action();
  };
}
