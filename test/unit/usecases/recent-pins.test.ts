import { expect, test } from 'vitest';
import type { SnapshotId } from '../../../functions/domain/snapshot.ts';
import { createRecentPins } from '../../../functions/usecases/recent-pins.ts';
import { pinnedFile } from '../../contract/samples.ts';

const pins = (count: number) => Array.from({ length: count }, (_, index) => pinnedFile(`${index}.sql`));
const id = (name: string) => name as SnapshotId;

test('pins that were added last are there, as many as there is room for', () => {
  const recent = createRecentPins(10);
  recent.add(id('a'), pins(4));
  recent.add(id('b'), pins(4));
  recent.add(id('a'), pins(4));

  recent.add(id('c'), pins(6));

  expect(recent.get(id('a'))).toHaveLength(4);
  expect(recent.get(id('b'))).toBeUndefined();
  expect(recent.get(id('c'))).toHaveLength(6);
});

test('a snapshot for which there is no room at all is left out, and drops no other', () => {
  const recent = createRecentPins(10);
  recent.add(id('a'), pins(4));

  recent.add(id('large'), pins(11));

  expect(recent.get(id('large'))).toBeUndefined();
  expect(recent.get(id('a'))).toHaveLength(4);
});
