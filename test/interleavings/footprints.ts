// What each kind of step touches. Two steps of different senders that touch nothing in common can be taken in either
// order with the same result. Every step reads the time, which is a count of changes of the draft and of versions: when
// a request begins and ends is part of what is judged.

export interface Touches {
  readonly reads: readonly string[];
  /** Two steps that only add to the same thing can be taken in either order. */
  readonly adds: readonly string[];
  readonly writes: readonly string[];
}

const touching = (touches: Partial<Touches>): Touches => ({
  adds: [],
  writes: [],
  ...touches,
  reads: [...(touches.reads ?? []), 'time'],
});

const edit = touching({ reads: ['draft'], writes: ['draft', 'time'] });
const look = touching({ reads: ['draft'] });

export const footprints = {
  'edits the draft': edit,
  'writes a file': edit,
  'removes a file': edit,
  'copies a file': edit,
  'lists the draft': look,
  'lists the next file': look,
  'looks for the pins': look,
  'looks for entangled files': look,
  'reads the state': touching({ reads: ['state'] }),
  // It makes a version visible, and the snapshot with it.
  'updates the state': touching({ reads: ['state', 'snapshots'], writes: ['state', 'time'] }),
  'freezes the pipeline': touching({ reads: ['state'], writes: ['state', 'time'] }),
  'reads the freeze of the namespace': touching({ reads: ['namespace'] }),
  'freezes the namespace': touching({ writes: ['namespace', 'time'] }),
  'copies into history': touching({ writes: ['history'] }),
  'reads a version': touching({ reads: ['history'] }),
  'reads history': touching({ reads: ['history'] }),
  'stores the snapshot': touching({ adds: ['snapshots'] }),
  'stores the next part': touching({ adds: ['snapshots'] }),
  'reads snapshots': touching({ reads: ['snapshots'] }),
  'claims the key': touching({ reads: ['key'], writes: ['key'] }),
  'reads the key': touching({ reads: ['key'] }),
  'records the number': touching({ reads: ['key'], writes: ['key'] }),
} satisfies Readonly<Record<string, Touches>>;

export type Label = keyof typeof footprints;

/** What takes from the mishaps that a run may meet. */
export const mishap = (label?: Label): Touches => {
  const { reads, adds, writes } = label === undefined ? touching({}) : footprints[label];
  return { reads, adds, writes: [...writes, 'mishaps'] };
};

export function isWrite(label: Label): boolean {
  const { adds, writes } = footprints[label];
  return adds.length + writes.length > 0;
}

export function isLook(label: Label): boolean {
  return footprints[label] === look;
}
