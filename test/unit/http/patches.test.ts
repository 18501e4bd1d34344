import { expect, test } from 'vitest';
import { fingerprintOf } from '../../../functions/domain/snapshot.ts';
import { MAX_ANSWER_BYTES } from '../../../functions/http/answer-limit.ts';
import { bytesInAnswer } from '../../../functions/http/page.ts';
import { presentPatch, roomForPatches, takePatches } from '../../../functions/http/patches.ts';
import { presentComparison } from '../../../functions/http/present-changes.ts';
import type { Comparison } from '../../../functions/usecases/compare-versions.ts';
import type { Patched } from '../../../functions/usecases/read-patches.ts';
import { pinnedFile } from '../../contract/samples.ts';

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

/** Of so many files, all of them modified. */
function comparisonOf(count: number): Comparison {
  const changes = Array.from({ length: count }, (_, n) => {
    const file = pinnedFile(`tests/quality/rule_number_${n}.sql`);
    return { path: file.path, change: 'modified' as const, from: file, to: file };
  });
  const side = { kind: 'draft', number: null, fingerprint: fingerprintOf([]), files: [] } as const;
  const summary = { added: 0, modified: count, removed: 0, renamed: 0, unchanged: 0 };
  return { from: side, to: side, changes, summary };
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

  expect(await takePatches(list({ patch }, { patch }), roomForPatches({}))).toHaveLength(1);
});

test.each([100, 10_000, 14_000])(
  'beside %i changed files patches never fill more than an answer',
  async (count) => {
    const comparison = comparisonOf(count);
    const room = roomForPatches(presentComparison(comparison, []));

    const patches = await takePatches(list(...Array(50).fill({ patch: 'x'.repeat(100_000) })), room);

    const body = presentComparison(comparison, patches);
    expect(bytesInAnswer(body)).toBeLessThan(MAX_ANSWER_BYTES - 64 * 1024); // the rest is for headers
    expect(body.files.at(-1)).toMatchObject({ patch_omitted: 'answer_full' });
  },
);

test('each file has a patch, or the reason why it has none', () => {
  expect(presentPatch({ patch: '' })).toEqual({ patch: '' });
  expect(presentPatch({ omitted: 'too_large' })).toEqual({ patch_omitted: 'too_large' });
  expect(presentPatch(undefined)).toEqual({ patch_omitted: 'answer_full' });
});
