// What may happen in a run of the model, drawn at random.
import fc from 'fast-check';

interface Start {
  /** Steps of the schedule before it starts. */
  readonly delay: number;
  /** Whether the next command starts only after this one has ended. */
  readonly waited: boolean;
}

interface Edit {
  readonly path: string;
  /** How often its event is delivered, and how late each time. */
  readonly deliveries: readonly number[];
}

interface Request {
  readonly key: string | null;
  /** How long its updates are on their way to the table. */
  readonly updateDelay: number;
}

export type Command = Start &
  (
    | (Edit & { readonly kind: 'save'; readonly content: string })
    | (Edit & { readonly kind: 'delete' })
    | (Request & {
        readonly kind: 'publish';
        readonly skipUnchanged: boolean;
        readonly allowFailedChecks?: boolean;
        readonly overridesFreeze?: boolean;
      })
    | { readonly kind: 'freeze' | 'unfreeze'; readonly ofNamespace: boolean }
    | (Request & { readonly kind: 'rollback'; readonly target: number })
    | { readonly kind: 'read' }
    | { readonly kind: 'day' }
  );

const delay = fc.oneof({ weight: 4, arbitrary: fc.nat(4) }, { weight: 1, arbitrary: fc.nat(60) });
const deliveries = fc.oneof(
  { weight: 3, arbitrary: fc.tuple(delay) },
  { weight: 1, arbitrary: fc.tuple(delay, delay) },
);
const started = { delay, waited: fc.constantFrom(true, true, false) };
const saved = {
  ...started,
  waited: fc.boolean(),
  path: fc.constantFrom('pipeline.sql', 'config.yaml'),
  deliveries,
};
const requested = {
  ...started,
  key: fc.constantFrom(null, null, 'key-1', 'key-2'),
  updateDelay: fc.constantFrom(0, 0, 20, 120),
};
const is = <K extends Command['kind']>(kind: K) => fc.constant(kind);

/** Two that are fine as SQL and as YAML, and one that checks find errors in. */
const contents = fc.constantFrom(...['x: 1', 'x: 1', 'y: 1', 'y: 1', '<<<<<<< mine']);

/** Few files, few contents: undone edits and equal snapshots are what protocols trip over. */
const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: is('save'), ...saved, content: contents }) },
  { weight: 1, arbitrary: fc.record({ kind: is('delete'), ...saved, path: fc.constant('config.yaml') }) },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: is('publish'),
      ...requested,
      skipUnchanged: fc.constantFrom(false, false, false, true),
      allowFailedChecks: fc.boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: is('rollback'), ...requested, target: fc.integer({ min: 1, max: 3 }) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: is('read'), ...started }) },
  // After a day, keys are free again.
  { weight: 1, arbitrary: fc.record({ kind: is('day'), ...started }) },
);

/** What becomes of one request. An answer that is lost late is lost when the deadline of its sender has passed. */
export type Fate =
  | 'ok'
  | 'crash before'
  | 'crash after'
  | 'answer lost'
  | 'answer lost late'
  | 'fail before'
  | 'fail after';

const LENGTHS = { minLength: 2, maxLength: 9 };

export const commands = fc.array(command, LENGTHS);

const freezing: fc.Arbitrary<Command> = fc.record({
  kind: fc.constantFrom('freeze' as const, 'unfreeze' as const),
  ...started,
  ofNamespace: fc.boolean(),
});
const overriding: fc.Arbitrary<Command> = fc.record({
  kind: is('publish'),
  ...requested,
  skipUnchanged: fc.constant(false),
  overridesFreeze: fc.constant(true),
});

/** What is refused shows little of the rest of the protocol, so most runs meet no freeze. */
export const commandsWithFreezes = fc.array(
  fc.oneof(
    { weight: 14, arbitrary: command },
    { weight: 2, arbitrary: freezing },
    { weight: 2, arbitrary: overriding },
  ),
  LENGTHS,
);

const fate: fc.Arbitrary<Fate> = fc.oneof(
  { weight: 40, arbitrary: fc.constant('ok' as const) },
  { weight: 1, arbitrary: fc.constantFrom('crash before' as const, 'crash after' as const) },
  { weight: 2, arbitrary: fc.constantFrom('answer lost' as const, 'answer lost late' as const) },
  { weight: 1, arbitrary: fc.constantFrom('fail before' as const, 'fail after' as const) },
);

export const fates = fc.array(fate, { maxLength: 80 });
