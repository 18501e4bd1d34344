// Who acts at once. A run may meet one mishap, unless the scenario says otherwise: it multiplies the states by thirty to
// fifty, so the larger ones are explored without (--mishaps 1 has the patience for it).
import { inOrder } from './acting.ts';
import { edits, restores, saves } from './editing.ts';
import { freezes, unfreezes } from './freezing.ts';
import { makesVersion } from './making.ts';
import type { Scenario } from './stage.ts';

const one = { 'pipeline.sql': 'x' };
const other = { 'pipeline.sql': 'y' };
const two = { 'config.yaml': 'x: 1', 'pipeline.sql': 'x' };
const WRONG = '<<<<<<< mine';

const allLimits = ['crashes', 'has no time left to send more', 'is cut off'] as const;

export const scenarios: readonly Scenario[] = [
  {
    name: 'two edits, each with its event',
    ...{ drafts: [two], limits: allLimits },
    act(stage) {
      void edits(stage, 'editor', [['config.yaml', 'y: 1']]);
      void edits(stage, 'other editor', [['pipeline.sql', 'y']]);
    },
  },
  {
    name: 'two publishers',
    ...{ drafts: [two], limits: allLimits },
    act(stage) {
      void makesVersion(stage, 'publisher');
      void makesVersion(stage, 'other', { twinOf: 'publisher' });
    },
  },
  {
    name: 'a publisher and an edit',
    drafts: [two],
    act(stage) {
      void makesVersion(stage, 'publisher', { hasKey: true });
      void edits(stage, 'editor', [['pipeline.sql', 'y']]);
    },
  },
  {
    name: 'a publisher and two edits',
    drafts: [two],
    mishaps: 0,
    act(stage) {
      void makesVersion(stage, 'publisher');
      void edits(stage, 'editor', [
        ['config.yaml', 'y: 1'],
        ['pipeline.sql', 'y'],
      ]);
    },
  },
  {
    name: 'two publishers and an edit',
    drafts: [one],
    mishaps: 0,
    act(stage) {
      void makesVersion(stage, 'publisher');
      void makesVersion(stage, 'other', { twinOf: 'publisher' });
      void edits(stage, 'editor', [['pipeline.sql', 'y']]);
    },
  },
  {
    name: 'a publisher who skips what is unchanged, another publisher and an edit',
    ...{ drafts: [one], isPublished: true, mishaps: 0 },
    act(stage) {
      void makesVersion(stage, 'publisher', { skipUnchanged: true });
      void makesVersion(stage, 'other');
      void edits(stage, 'editor', [['pipeline.sql', 'y']]);
    },
  },
  {
    name: 'three publishers',
    drafts: [one],
    act(stage) {
      void makesVersion(stage, 'one');
      void makesVersion(stage, 'two', { twinOf: 'one' });
      void makesVersion(stage, 'three', { hasKey: true });
    },
  },
  {
    name: 'two publishers with one key beside another',
    drafts: [one],
    mishaps: 0,
    act(stage) {
      void makesVersion(stage, 'publisher', { hasKey: true });
      void makesVersion(stage, 'twin', { hasKey: true, twinOf: 'publisher' });
      void makesVersion(stage, 'other');
    },
  },
  {
    name: 'a publisher beside one who edits, edits back and publishes',
    drafts: [one],
    mishaps: 0,
    act(stage) {
      void makesVersion(stage, 'publisher');
      const undone = [
        ['pipeline.sql', 'y'],
        ['pipeline.sql', 'x'],
      ] as const;
      inOrder(stage, [
        () => edits(stage, 'editor', undone, { batched: true }),
        () => makesVersion(stage, 'other'),
      ]);
    },
  },
  {
    name: 'a publisher beside one who edits, publishes and rolls back',
    ...{ drafts: [one], isPublished: true },
    mishaps: 0,
    act(stage) {
      void makesVersion(stage, 'publisher');
      inOrder(stage, [
        () => edits(stage, 'editor', [['pipeline.sql', 'y']]),
        () => makesVersion(stage, 'other'),
        () => makesVersion(stage, 'rollback', { target: 1 }),
      ]);
    },
  },
  {
    name: 'a publisher beside one who saves errors and publishes all the same',
    drafts: [one],
    mishaps: 0,
    act(stage) {
      void makesVersion(stage, 'publisher');
      inOrder(stage, [
        () => edits(stage, 'editor', [['pipeline.sql', WRONG]]),
        () => makesVersion(stage, 'other', { allowFailedChecks: true }),
      ]);
    },
  },
  {
    name: 'a rollback to a version with errors',
    drafts: [{ 'pipeline.sql': WRONG }],
    mishaps: 0,
    act(stage) {
      inOrder(stage, [
        () => makesVersion(stage, 'publisher', { allowFailedChecks: true }),
        () => makesVersion(stage, 'rollback', { target: 1 }),
      ]);
    },
  },
  {
    name: 'a repetition that expects a draft',
    drafts: [one],
    mishaps: 0,
    act(stage) {
      void makesVersion(stage, 'repetition', { hasKey: true, expects: one });
      inOrder(stage, [
        () => makesVersion(stage, 'first', { hasKey: true, expects: one }),
        () => edits(stage, 'editor', [['pipeline.sql', 'y']]),
        () => makesVersion(stage, 'other'),
      ]);
    },
  },
  {
    name: 'a publisher, a rollback and an edit',
    ...{ drafts: [one, other], isPublished: true },
    act(stage) {
      void makesVersion(stage, 'publisher');
      void makesVersion(stage, 'rollback', { target: 1, hasKey: true });
      void edits(stage, 'editor', [['pipeline.sql', 'z']]);
    },
  },
  {
    name: 'a restore against a save',
    ...{ drafts: [one, other], isPublished: true },
    act(stage) {
      restores(stage, 'restore', 1);
      saves(stage, 'save', ['pipeline.sql', 'z']);
    },
  },
  {
    name: 'two publishers with one key, and an edit',
    drafts: [one],
    act(stage) {
      void makesVersion(stage, 'publisher', { hasKey: true });
      void makesVersion(stage, 'twin', { hasKey: true, twinOf: 'publisher' });
      void edits(stage, 'editor', [['pipeline.sql', 'y']]);
    },
  },
  {
    name: 'a publisher and a freeze',
    drafts: [one],
    act(stage) {
      void makesVersion(stage, 'publisher');
      void freezes(stage, 'freeze');
    },
  },
  {
    name: 'a publisher, a rollback, a freeze and an edit',
    ...{ drafts: [one, other], isPublished: true, mishaps: 0 },
    act(stage) {
      void makesVersion(stage, 'publisher');
      void makesVersion(stage, 'rollback', { target: 1, hasKey: true });
      void edits(stage, 'editor', [['pipeline.sql', 'z']]);
      void freezes(stage, 'freeze');
    },
  },
  {
    name: 'a publisher and a freeze that is lifted',
    ...{ drafts: [one], mishaps: 0 },
    act(stage) {
      void makesVersion(stage, 'publisher', { hasKey: true });
      void makesVersion(stage, 'twin', { hasKey: true, twinOf: 'publisher' });
      inOrder(stage, [() => freezes(stage, 'freeze'), () => unfreezes(stage, 'unfreeze')]);
    },
  },
  {
    name: 'a publisher who overrides freezes, and a freeze',
    drafts: [one],
    act(stage) {
      void makesVersion(stage, 'publisher', { overridesFreeze: true });
      void freezes(stage, 'freeze');
    },
  },
  {
    // A look may be what begins a publish, and it matters whether that was before the freeze: looks wait.
    name: 'a publisher and a freeze of the namespace',
    ...{ drafts: [one], freezesNamespace: true, everyOrder: true },
    act(stage) {
      void makesVersion(stage, 'publisher');
      void freezes(stage, 'freeze', { ofNamespace: true });
    },
  },
  {
    name: 'a publisher who overrides freezes, and a freeze of the namespace',
    ...{ drafts: [one], freezesNamespace: true, everyOrder: true },
    act(stage) {
      void makesVersion(stage, 'publisher', { overridesFreeze: true });
      void freezes(stage, 'freeze', { ofNamespace: true });
    },
  },
  {
    name: 'two publishers with one key, and two edits of one file',
    drafts: [one],
    mishaps: 0,
    act(stage) {
      void makesVersion(stage, 'publisher', { hasKey: true });
      void makesVersion(stage, 'twin', { hasKey: true, twinOf: 'publisher' });
      const both = [
        ['pipeline.sql', 'y'],
        ['pipeline.sql', 'z'],
      ] as const;
      void edits(stage, 'editor', both, { batched: true });
    },
  },
  {
    name: 'two publishers with one key, and two edits of two files',
    drafts: [two],
    mishaps: 0,
    act(stage) {
      void makesVersion(stage, 'publisher', { hasKey: true });
      void makesVersion(stage, 'twin', { hasKey: true, twinOf: 'publisher' });
      const both = [
        ['config.yaml', 'y: 1'],
        ['pipeline.sql', 'y'],
      ] as const;
      void edits(stage, 'editor', both, { batched: true });
    },
  },
];
