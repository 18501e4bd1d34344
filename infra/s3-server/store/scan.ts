// A walk over a sorted key space that can jump. Every listing uses it.
import type { KeySpace } from './levels.ts';

const BATCH = 256;

export interface Bounds {
  readonly gte: Buffer;
  readonly lt: Buffer;
}

/** `stop`, or the least key to go on with, or undefined for the next one. */
export type Step = 'stop' | Buffer | undefined;

/** Calls `visit` on the entries in order, on one consistent view of the store. */
export async function scan<V>(
  space: KeySpace<Buffer, V>,
  bounds: Bounds,
  visit: (key: Buffer, value: V) => Step,
): Promise<void> {
  const iterator = space.iterator(bounds);
  let target: Buffer = bounds.gte;
  try {
    for (let batch = await iterator.nextv(BATCH); batch.length > 0; batch = await iterator.nextv(BATCH)) {
      for (const [key, value] of batch) {
        if (Buffer.compare(key, target) < 0) continue;
        const step = visit(key, value);
        if (step === 'stop') return;
        target = step ?? target;
      }
      // Within a batch skipping is cheaper than seeking; beyond it one seek spares the rest.
      if (Buffer.compare(batch.at(-1)?.[0] as Buffer, target) < 0) iterator.seek(target);
    }
  } finally {
    await iterator.close();
  }
}
