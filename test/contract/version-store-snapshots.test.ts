// The contract of ports/version-store.ts about snapshots, held against every implementation.
import { describe, expect, test } from 'vitest';
import {
  type PinnedFile,
  type S3VersionId,
  type SnapshotId,
  snapshotOf,
} from '../../functions/domain/snapshot.ts';
import type { VersionStore } from '../../functions/ports/version-store.ts';
import { backends, shareBackend } from './backends.ts';
import { newPipeline, pinnedFile } from './samples.ts';

describe.each(backends)('VersionStore on $name', ({ start }) => {
  let store: VersionStore;
  shareBackend(start, (backend) => {
    store = backend.versions;
  });

  const manyFiles = (count: number): readonly PinnedFile[] =>
    Array.from({ length: count }, (_, index) => ({
      ...pinnedFile(`models/part_${index % 40}/staging_orders_${index}.sql`),
      etag: crypto.randomUUID().replaceAll('-', ''),
      versionId: crypto.randomUUID().replaceAll('-', '') as S3VersionId,
    }));

  test('a snapshot comes back as it was stored, sorted by path', async () => {
    const pipeline = newPipeline();
    const files = ['tests/quality/ünïcode “a”.sql', 'b.sql', 'B.sql', 'a\u0001"b.sql'].map((path) =>
      pinnedFile(path),
    );
    const snapshot = snapshotOf(files);

    const stored = await store.storeSnapshot(pipeline, snapshot);

    expect(stored.id).toBe(snapshot.id);
    const read = await store.readSnapshots(pipeline, [stored]);
    expect(read.get(snapshot.id)).toEqual(snapshot.files);
    expect(snapshot.files.map(({ path }) => path)).toEqual(files.map(({ path }) => path).toSorted());
  });

  test('of 10,000 files a snapshot comes back whole', async () => {
    const pipeline = newPipeline();
    const snapshot = snapshotOf(manyFiles(10_000));

    const stored = await store.storeSnapshot(pipeline, snapshot);

    expect(stored.parts).toBeGreaterThan(1);
    expect((await store.readSnapshots(pipeline, [stored])).get(snapshot.id)).toEqual(snapshot.files);
  });

  test('storing a snapshot again keeps what is there, and names the same parts', async () => {
    const pipeline = newPipeline();
    const files = manyFiles(3);
    const later = files.map((file) => ({ ...file, lastModified: file.lastModified + 1 }));

    const first = await store.storeSnapshot(pipeline, snapshotOf(files));
    const second = await store.storeSnapshot(pipeline, snapshotOf(later));

    expect(second).toEqual(first);
    expect((await store.readSnapshots(pipeline, [first])).get(first.id)).toEqual(snapshotOf(files).files);
  });

  test('several snapshots are read at once, those that are asked for twice as well', async () => {
    const pipeline = newPipeline();
    const snapshots = Array.from({ length: 120 }, () => snapshotOf(manyFiles(2)));
    const stored = await Promise.all(snapshots.map((snapshot) => store.storeSnapshot(pipeline, snapshot)));

    const read = await store.readSnapshots(pipeline, [...stored, ...stored]);

    expect(read.size).toBe(120);
    for (const { id, files } of snapshots) expect(read.get(id)).toEqual(files);
    expect(await store.readSnapshots(pipeline, [])).toEqual(new Map());
  });

  test('a snapshot of which a part is missing is not read as if it were whole', async () => {
    const pipeline = newPipeline();
    const stored = await store.storeSnapshot(pipeline, snapshotOf(manyFiles(3)));

    const more = () => store.readSnapshots(pipeline, [{ ...stored, parts: stored.parts + 1 }]);
    const other = () => store.readSnapshots(pipeline, [{ id: 'never stored' as SnapshotId, parts: 1 }]);
    const elsewhere = () => store.readSnapshots(newPipeline(), [stored]);

    await expect(more()).rejects.toThrow(`is missing from snapshot ${stored.id}`);
    await expect(other()).rejects.toThrow('is missing from snapshot never stored');
    await expect(elsewhere()).rejects.toThrow('is missing');
  });
});
