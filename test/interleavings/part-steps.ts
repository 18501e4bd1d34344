// How far each snapshot is written. A request's own step writes the first part.
import { sendInScope } from '../../functions/request-scope.ts';
import type { Sender } from './sender.ts';
import { unavailable } from './sending.ts';

export interface PartSteps {
  begin(snapshot: string): void;
  next(): Promise<void>;
  /** Parts written, by snapshot. */
  written(): ReadonlyMap<string, number>;
}

/** `current` is whoever was let go last. */
export function createPartSteps(current: () => Sender | undefined): PartSteps {
  const written = new Map<string, number>();
  /** By sender: none writes two at the same time. */
  const writing = new Map<Sender | undefined, { readonly snapshot: string; parts: number }>();
  return {
    begin: (snapshot) => void writing.set(current(), { snapshot, parts: 0 }),
    async next() {
      const work = writing.get(current());
      if (work === undefined) return;
      if (work.parts > 0) await stepOf(current());
      work.parts += 1;
      written.set(work.snapshot, Math.max(work.parts, written.get(work.snapshot) ?? 0));
    },
    written: () => written,
  };
}

async function stepOf(sender: Sender | undefined): Promise<void> {
  if (sender === undefined) return;
  await sendInScope(true, async () => {
    const { fate } = await sender.step({ label: 'stores the next part', fates: ['done', 'fails'] });
    if (fate === 'fails') throw unavailable('stores the next part');
  });
}
