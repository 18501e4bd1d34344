import { expect, test } from 'vitest';
import { MAX_ANSWER_BYTES } from '../../../functions/http/answer-limit.ts';
import { MAX_PATCH_BYTES, presentPatch, takePatches } from '../../../functions/http/patches.ts';
import type { Patched } from '../../../functions/usecases/read-patches.ts';

/** Notes how many were asked for. */
async function* endless(patched: Patched, asked: { times: number }) {
  for (;;) {
    asked.times += 1;
    yield patched;
  }
}

async function* list(...all: readonly Patched[]) {
  yield* all;
}

test('patches are taken until the answer is full, and no more are asked for', async () => {
  const asked = { times: 0 };

  const taken = await takePatches(endless({ patch: 'x'.repeat(96) }, asked), 1_000);

  expect(taken).toHaveLength(9); // with the quotes around each, and those of the body, 100 and some bytes
  expect(asked.times).toBe(10);
});

test('the first that does not fit ends the list, though a smaller one might fit', async () => {
  const [small, large] = [{ patch: 'small' }, { patch: 'x'.repeat(1_000) }];

  expect(await takePatches(list(small, large, small), 500)).toEqual([small]);
});

test('what has no patch takes no room', async () => {
  const none = { omitted: 'binary' } as const;

  expect(await takePatches(list(none, none), 0)).toEqual([none, none]);
});

test('bytes count as they stand in the answer, where a control character takes seven', async () => {
  const patch = '\u0001'.repeat(256 * 1024);

  expect(await takePatches(list({ patch }, { patch }))).toHaveLength(1);
  expect(MAX_PATCH_BYTES + 2_800_000).toBeLessThan(MAX_ANSWER_BYTES);
});

test('each file has a patch, or the reason why it has none', () => {
  expect(presentPatch({ patch: '' })).toEqual({ patch: '' });
  expect(presentPatch({ omitted: 'too_large' })).toEqual({ patch_omitted: 'too_large' });
  expect(presentPatch(undefined)).toEqual({ patch_omitted: 'answer_full' });
});
