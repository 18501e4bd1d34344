// The contract of ports/version-store.ts about idempotency keys, held against every implementation.
import { describe, expect, test } from 'vitest';
import { claimOf } from '../../functions/domain/idempotency.ts';
import type { VersionNumber } from '../../functions/domain/version.ts';
import type { VersionStore } from '../../functions/ports/version-store.ts';
import { backends, shareBackend } from './backends.ts';
import { newPipeline } from './samples.ts';

const NOW = new Date('2026-05-05T12:00:00.250Z');
const hoursLater = (hours: number) => new Date(NOW.getTime() + hours * 3_600_000);
const FIRST = 1 as VersionNumber;

describe.each(backends)('VersionStore on $name', ({ start }) => {
  let store: VersionStore;
  shareBackend(start, (backend) => {
    store = backend.versions;
  });

  const claim = (key: string, at = NOW, inputHash = 'hash') => claimOf({ key, inputHash }, at);

  test('a key that nobody has claimed is not known', async () => {
    expect(await store.readKey(newPipeline(), 'k', NOW)).toBeNull();
  });

  test.each(['k', 'a.b', '__proto__', '#c', '[0]', '~'.repeat(128)])(
    'key %s is claimed by the first',
    async (key) => {
      const pipeline = newPipeline();

      const first = await store.claimKey(pipeline, claim(key), NOW);
      const second = await store.claimKey(pipeline, claim(key, hoursLater(1), 'another'), hoursLater(1));

      expect(first).toEqual({ claim: claim(key), number: null });
      expect(second).toEqual(first);
      expect(await store.readKey(pipeline, key, NOW)).toEqual(first);
    },
  );

  test('of 16 claims at once all get the same', async () => {
    const pipeline = newPipeline();

    const claims = await Promise.all(
      Array.from({ length: 16 }, (_, n) => store.claimKey(pipeline, claim('k', NOW, `hash-${n}`), NOW)),
    );

    expect(new Set(claims.map((remembered) => remembered.claim.inputHash)).size).toBe(1);
  });

  test('the number that a claim made is remembered with it', async () => {
    const pipeline = newPipeline();
    await store.claimKey(pipeline, claim('k'), NOW);

    await store.recordNumber(pipeline, claim('k'), FIRST);
    await store.recordNumber(pipeline, claim('k'), FIRST);

    expect(await store.readKey(pipeline, 'k', NOW)).toEqual({ claim: claim('k'), number: 1 });
    expect(await store.claimKey(pipeline, claim('k', hoursLater(1)), hoursLater(1))).toMatchObject({
      number: 1,
    });
  });

  test('after 24 hours a key is free again, whether or not its item has been deleted', async () => {
    const pipeline = newPipeline();
    await store.claimKey(pipeline, claim('k'), NOW);
    await store.recordNumber(pipeline, claim('k'), FIRST);

    expect(await store.readKey(pipeline, 'k', hoursLater(23.99))).not.toBeNull();
    expect(await store.readKey(pipeline, 'k', hoursLater(24.01))).toBeNull();

    const anew = await store.claimKey(pipeline, claim('k', hoursLater(24.01), 'another'), hoursLater(24.01));
    expect(anew).toEqual({ claim: claim('k', hoursLater(24.01), 'another'), number: null });
  });

  test('a number that comes late is not recorded with a later claim of the same key', async () => {
    const pipeline = newPipeline();
    await store.claimKey(pipeline, claim('k'), NOW);
    const anew = await store.claimKey(pipeline, claim('k', hoursLater(25)), hoursLater(25));

    await store.recordNumber(pipeline, claim('k'), FIRST);

    expect(await store.readKey(pipeline, 'k', hoursLater(25))).toEqual(anew);
  });

  test('a number is not recorded with a key that has been forgotten', async () => {
    const pipeline = newPipeline();

    await store.recordNumber(pipeline, claim('k'), FIRST);

    expect(await store.readKey(pipeline, 'k', NOW)).toBeNull();
  });

  test('each of hundreds of keys is remembered, each by its own pipeline', async () => {
    const [pipeline, other] = [newPipeline(), newPipeline()];
    const keys = Array.from({ length: 300 }, (_, n) => `key-${n}`);
    for (let start = 0; start < keys.length; start += 100)
      await Promise.all(
        keys.slice(start, start + 100).map((key) => store.claimKey(pipeline, claim(key), NOW)),
      );

    expect(await store.readKey(pipeline, 'key-0', NOW)).toEqual({ claim: claim('key-0'), number: null });
    expect(await store.readKey(other, 'key-0', NOW)).toBeNull();
  });
});
