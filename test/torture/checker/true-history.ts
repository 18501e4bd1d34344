// Histories of a service that keeps every promise, drawn at random: what happens, happens one thing after the other at
// known instants; then clients' clocks, lost answers and late ones are laid over it.
import fc from 'fast-check';
import type {
  Attempt,
  History,
  Operation,
  Outcome,
  Pins,
  StoredObject,
  Version,
} from '../history/history.ts';

const PATHS = ['a.sql', 'pipeline.sql'] as const;

const step = fc.record({
  kind: fc.constantFrom(
    'save',
    'save',
    'delete',
    'publish',
    'publish',
    'rollback',
    'restore',
    'read',
    'unchanged',
  ),
  path: fc.constantFrom(...PATHS),
  content: fc.constantFrom('x', 'y', 'z'),
  /** How long before and after it its client's request began and ended. */
  before: fc.integer({ min: 0, max: 40 }),
  after: fc.integer({ min: 0, max: 40 }),
  /** How long a publish, a restore or a read takes from its first effect to its last. */
  takes: fc.integer({ min: 1, max: 25 }),
  answered: fc.boolean(),
  pick: fc.nat(),
});

type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

export const trueHistory: fc.Arbitrary<History> = fc.array(step, { maxLength: 40, size: 'max' }).map(happen);

/** Each step starts ten instants after the one before it; those that take longer overlap the next. */
function happen(steps: readonly Step[]): History {
  const world = newWorld();
  const effects = steps.flatMap((each, index) => effectsOf(each, index, world));
  for (const { act } of effects.toSorted((one, other) => one.at - other.at)) act();
  const stored = {
    versions: world.versions,
    objects: world.objects,
    draftDirty: world.isDirty(),
  };
  return { pipeline: 'tests/silver/true', operations: world.operations, end: stored };
}

interface Effect {
  readonly at: number;
  readonly act: () => void;
}

function newWorld() {
  const objects: StoredObject[] = [];
  const current = (path: string) => objects.findLast((object) => object.path === path);
  const world = {
    objects,
    versions: [] as Version[],
    operations: [] as Operation[],
    lastLook: 0,
    put(path: string, etag: string | null): string {
      const versionId = `v${objects.length}`;
      objects.push({ path, versionId, etag });
      return versionId;
    },
    etagAt: (path: string) => current(path)?.etag ?? null,
    /** Where a path is deleted already: MinIO answers another deletion with this marker, and makes none. */
    markerOf(path: string): string | null {
      const object = current(path);
      return object?.etag === null ? object.versionId : null;
    },
    etagOf: (versionId: string | undefined) =>
      objects.find((one) => one.versionId === versionId)?.etag ?? null,
    pins: (): Pins =>
      Object.fromEntries(
        PATHS.flatMap((path) => {
          const object = current(path);
          return object && object.etag !== null ? [[path, object.versionId]] : [];
        }),
      ),
    isLike: (pins: Pins) => PATHS.every((path) => world.etagAt(path) === world.etagOf(pins[path])),
    isDirty: () => (world.versions.length === 0 ? null : !world.isLike(world.versions.at(-1)?.pins ?? {})),
  };
  return world;
}

type World = ReturnType<typeof newWorld>;

function effectsOf(step: Step, index: number, world: World): readonly Effect[] {
  const at = 10 * (index + 1) + (index % 7) / 10;
  const window = { began: at - step.before, ended: at + step.takes + step.after };
  const one = (act: () => void) => [{ at, act }];
  const { path, kind } = step;
  if (kind === 'save' || kind === 'delete') return one(() => edit(step, window, world));
  if (kind === 'publish') return publish(step, at, window, world, index);
  if (kind === 'rollback') return one(() => rollback(step, window, world, index));
  if (kind === 'restore') return restore(step, at, window, world);
  if (kind === 'unchanged') return one(() => unchanged(window, world, index));
  const current = () => world.versions.length;
  return one(() => {
    const draft = world.pins();
    const seen = {
      what: `read ${index}`,
      current: current(),
      versions: world.versions.slice(),
      manifest: null,
    };
    world.operations.push({ op: 'read', ...window, ...seen, draft: path === 'a.sql' ? draft : null });
  });
}

interface Known {
  readonly began: number;
  readonly ended: number;
}

function edit(step: Step, { began, ended }: Known, world: World): void {
  const { kind, path, content, answered } = step;
  const etag = kind === 'save' ? content : null;
  const ifMatch = world.etagAt(path);
  const versionId = (etag === null && step.pick % 2 === 0 && world.markerOf(path)) || world.put(path, etag);
  const outcome: Outcome = answered ? 'done' : 'unknown';
  const common = {
    path,
    began,
    ended: answered ? ended : null,
    outcome,
    versionId: answered ? versionId : null,
  };
  if (etag === null) world.operations.push({ op: 'delete', ...common });
  else
    world.operations.push({ op: 'save', ...common, etag, ...(ifMatch !== null && answered && { ifMatch }) });
}

function attempt(window: Known, world: World, index: number, answered: boolean, made: Version | null): void {
  const known: Attempt = {
    op: made?.rollbackOf ? 'rollback' : 'publish',
    ...window,
    message: `m${index}`,
    key: `k${index}`,
    target: made?.rollbackOf ?? null,
    expectedVersion: null,
    answer: made
      ? { kind: 'made', version: made, replayed: false }
      : { kind: 'refused', code: 'VERSION_CONFLICT' },
  };
  const unknown: Attempt = { ...known, ended: null, answer: { kind: 'unknown' } };
  world.operations.push(answered ? known : unknown);
  const replayed = made && { kind: 'made' as const, version: made, replayed: true };
  if (!answered && replayed) world.operations.push({ ...known, began: window.began + 5, answer: replayed });
}

function add(world: World, index: number, pins: Pins, rollbackOf: number | null): Version {
  const number = world.versions.length + 1;
  const createdAt = new Date(Date.UTC(2026, 0, 1, 0, number)).toISOString();
  const version = { number, message: `m${index}`, createdAt, rollbackOf, pins };
  world.versions.push(version);
  return version;
}

/** Looks at the draft, and becomes current later unless one that looked later was faster. */
function publish(step: Step, at: number, window: Known, world: World, index: number): readonly Effect[] {
  let pins: Pins = {};
  return [
    {
      at,
      act: () => {
        pins = world.pins();
      },
    },
    {
      at: at + step.takes,
      act: () => {
        const isLate = at < world.lastLook;
        world.lastLook = Math.max(at, world.lastLook);
        attempt(window, world, index, step.answered, isLate ? null : add(world, index, pins, null));
      },
    },
  ];
}

function rollback({ pick, answered }: Step, window: Known, world: World, index: number): void {
  const target = world.versions[pick % Math.max(1, world.versions.length)];
  if (target) attempt(window, world, index, answered, add(world, index, target.pins, target.number));
}

/** Lists, and then makes one file after the other that of the version, whatever others write meanwhile. */
function restore(step: Step, at: number, window: Known, world: World): readonly Effect[] {
  let target: Version | undefined;
  let differing: readonly string[] = [];
  const wanted = (path: string) => world.etagOf(target?.pins[path]);
  const edits = PATHS.map((path, index) => ({
    at: at + ((index + 1) * step.takes) / PATHS.length,
    act: () => void (differing.includes(path) && world.put(path, wanted(path))),
  }));
  const list = () => {
    target = world.versions[step.pick % Math.max(1, world.versions.length)];
    if (target === undefined) return;
    differing = PATHS.filter((path) => world.etagAt(path) !== wanted(path));
    const outcome: Outcome = step.answered ? 'done' : 'unknown';
    const ended = step.answered ? window.ended : null;
    const answer = { target: target.number, outcome };
    world.operations.push({ op: 'restore', began: window.began, ended, ...answer });
  };
  return [{ at, act: list }, ...edits];
}

function unchanged(window: Known, world: World, index: number): void {
  const version = world.versions.at(-1);
  if (version === undefined || !world.isLike(version.pins)) return;
  world.operations.push({
    ...{ op: 'publish', ...window, message: `m${index}`, key: null, target: null, expectedVersion: null },
    answer: { kind: 'unchanged', version, replayed: false },
  });
}
