// Holds back every step until it is chosen. One is let go at a time, so whatever happens until all wait again is its
// sender's doing, and goes into the sender's trace: as much as its code can know.
import type { Choice } from './explore.ts';
import { footprints, isLook, isWrite, type Label, mishap, type Touches } from './footprints.ts';
import {
  type Chosen,
  CutOff,
  createSenderState,
  type Fate,
  type Hooks,
  type LateRequest,
  learn,
  learnTrouble,
  type Sender,
  type SenderState,
  type Step,
  stateOf,
} from './sender.ts';

/** Each list of it is in no order. */
export interface SchedulerState {
  readonly left: number;
  readonly senders: readonly (readonly string[])[];
  readonly waiting: readonly string[];
}

export interface Scheduler {
  sender(name: string, hooks?: Hooks): Sender;
  /** Whoever was let go last. */
  current(): Sender | undefined;
  choices(): readonly Choice[];
  take(name: string): Promise<void>;
  state(): SchedulerState;
  /** Senders that are the same but for their names, those that have ended among them. */
  kinds(): readonly (readonly Alike[])[];
  /** A name that nobody has. */
  nameAgain(name: string): string;
  /** What still waits, if anything, is late requests, which need not arrive. */
  isOver(): boolean;
  /** Whether a request of this sender, which has ended, may still arrive. */
  hasLate(sender: string): boolean;
}

/** One of several senders that are the same but for their names. */
export interface Alike {
  readonly name: string;
  /** What it has learned and waits for. Each list is in no order. */
  readonly state: readonly string[];
}

interface Waiting extends Step {
  readonly by: SenderState;
  readonly name: string;
  go(chosen: Chosen): void;
  fail(reason: CutOff): void;
}

interface Option {
  readonly name: string;
  readonly sender: string;
  readonly touches: Touches;
  take(): void;
}

/** What ends a sender before it has ended. It is cut off half a second after it may send no more. */
export type Limit = 'crashes' | 'has no time left to send more' | 'is cut off';

export interface Rules {
  /** How many may happen in one run, in all. */
  readonly mishaps: number;
  readonly limits: readonly Limit[];
  /**
   * Whether steps that commute with all others wait as well, twins begin in either order, and mirror images are states of
   * their own: more states, and the same ends.
   */
  readonly everyOrder: boolean;
}

export function createScheduler({ mishaps, limits, everyOrder }: Rules): Scheduler {
  let waiting: readonly Waiting[] = [];
  let left = mishaps;
  let current: Sender | undefined;
  const senders = new Map<string, SenderState>();

  const canTrouble = ({ fates }: Waiting) => left > 0 && fates.length > 1;
  const mayBegin = ({ by: { hooks } }: Waiting) =>
    everyOrder || hooks.after === undefined || senders.get(hooks.after)?.hasBegun === true;

  /**
   * Once nobody can edit the draft any more, a step that only looks at it commutes with whatever the others do. So where
   * there is one, its sender goes first: with this step, or by a crash or the time limit, which is the same before the
   * step and after it unless the step is the last. (A persistent set. Mishaps of several senders exclude each other, but
   * the order of those that happen in one run does not matter.)
   */
  function options(): readonly Option[] {
    const ready = waiting.filter(mayBegin);
    const local = everyOrder || mayDraftChange() ? undefined : ready.find(({ label }) => isLook(label));
    const requests = local === undefined ? ready : [local];
    const running = new Set(requests.filter(canTrouble).map(({ by }) => by));
    return [...requests.flatMap(fateOptions), ...[...running].flatMap(limitOptions)];
  }

  function mayDraftChange(): boolean {
    return [...senders.values()].some(({ hooks, isGone }) => hooks.mayEdit && !isGone);
  }

  function fateOptions(one: Waiting): readonly Option[] {
    const { by, name, label } = one;
    const fates = canTrouble(one) ? one.fates : one.fates.slice(0, 1);
    return fates.map((fate) => ({
      name: fate === 'done' ? name : `${name}: ${fate}`,
      sender: by.name,
      touches: fate === 'done' ? footprints[label] : mishap(label),
      take: () => takeFate(one, fate),
    }));
  }

  function takeFate(one: Waiting, fate: Fate): void {
    const { by, name } = one;
    waiting = waiting.filter((other) => other !== one);
    current = by.handle;
    if (!by.hasBegun) by.hooks.onBegin?.();
    by.hasBegun = true;
    if (fate !== 'done') trouble(by, `${name} ${fate}`);
    learn(by, name, fate);
    one.go({ fate, name });
  }

  function limitOptions(by: SenderState): readonly Option[] {
    if (!by.hasBegun) return [];
    const option = (what: string, act: (by: SenderState) => void): Option => ({
      name: `${by.name}: ${what}`,
      sender: by.name,
      touches: mishap(),
      take: () => {
        current = by.handle;
        act(by);
      },
    });
    const hasLimit = by.cutOff !== undefined && !by.isShort;
    return limits
      .filter((limit) => limit === 'crashes' || hasLimit)
      .map((limit) => option(limit, acts[limit]));
  }

  const acts: Readonly<Record<Limit, (by: SenderState) => void>> = {
    crashes: crash,
    'has no time left to send more': (by) => {
      trouble(by, 'short of time');
      by.isShort = true;
    },
    'is cut off': (by) => {
      trouble(by, 'cut off');
      by.isShort = true;
      by.cutOff?.();
      for (const one of leaveBehind(by)) one.fail(new CutOff());
    },
  };

  /** Its code never goes on: its promises stay open, and what it was about to send is not sent. */
  function crash(by: SenderState): void {
    left -= 1;
    by.handle.end();
    leaveBehind(by);
    by.hooks.onCrash?.();
  }

  /** Writes that are on their way may arrive at any time, or never. */
  function leaveBehind(by: SenderState): readonly Waiting[] {
    const own = waiting.filter((one) => one.by === by);
    waiting = waiting.filter((one) => one.by !== by);
    for (const { label, late, name } of own) if (isWrite(label) && late) arriveLate(by, name, label, late);
    return own;
  }

  function arriveLate(by: SenderState, name: string, label: Label, { named, effect }: LateRequest): void {
    const late = scheduler.sender(`${name}, late`, {
      lateOf: by.name,
      mayEdit: footprints[label].writes.includes('draft'),
    });
    const arrive = async () => {
      await late.step({ label, detail: named(), fates: ['done'], mayNeverCome: true });
      await effect().catch(() => undefined);
      late.end();
    };
    void arrive();
  }

  function trouble(by: SenderState, what: string): void {
    left -= 1;
    learnTrouble(by, what);
  }

  function wait(by: SenderState, step: Step): Promise<Chosen> {
    const chosen = Promise.withResolvers<Chosen>();
    if (by.isGone) return chosen.promise;
    const what = [step.label, ...(step.detail === undefined ? [] : [step.detail])].join(' ');
    const count = (by.steps.get(what) ?? 0) + 1;
    by.steps.set(what, count);
    const name = `${by.name} ${what}${count > 1 ? ` (${count})` : ''}`;
    // Which of the two came first would depend on the order of answers. (After a failure the trace tells that order.)
    if (
      !by.hadTrouble &&
      waiting.some((other) => other.by === by && other.name.startsWith(`${by.name} ${what}`))
    )
      throw new Error(`${by.name} ${what} twice at the same time: its trace would not tell them apart`);
    waiting = [...waiting, { ...step, by, name, go: chosen.resolve, fail: chosen.reject }];
    return chosen.promise;
  }

  function kinds(): readonly (readonly Alike[])[] {
    const byKind = Map.groupBy(senders.values(), ({ hooks }) => hooks.kind);
    return [...byKind].flatMap(([kind, alike]) =>
      kind === undefined || alike.length < 2 ? [] : [alike.map(alikeOf)],
    );
  }

  function alikeOf(by: SenderState): Alike {
    const own = waiting.filter((one) => one.by === by);
    const state = by.isGone ? [] : [...stateOf(by), ...own.map(({ name }) => name)];
    return { name: by.name, state };
  }

  const scheduler: Scheduler = {
    sender(name, hooks = {}) {
      const by = createSenderState(name, hooks, wait);
      if (senders.has(name)) throw new Error(`there are two of the name ${name}`);
      senders.set(name, by);
      return by.handle;
    },
    current: () => current,
    choices: () => options().map(({ name, sender, touches }) => ({ name, sender, ...touches })),
    async take(name) {
      const plain = waiting.find((one) => one.name === name);
      const option = plain ? undefined : options().find((one) => one.name === name);
      if (plain) takeFate(plain, 'done');
      else if (option) option.take();
      else throw new Error(`nobody can take "${name}"`);
      await allWait();
    },
    state: () => ({
      left,
      senders: [...senders.values()].filter(({ isGone }) => !isGone).map(stateOf),
      waiting: waiting.map((one) => `${one.name} ${mayBegin(one)}`),
    }),
    kinds: () => (everyOrder ? [] : kinds()),
    nameAgain(name) {
      const again = `${name}, again`;
      return senders.has(again) ? scheduler.nameAgain(again) : again;
    },
    hasLate: (sender) => waiting.some(({ by }) => by.hooks.lateOf === sender),
    isOver: () => waiting.every(({ mayNeverCome = false }) => mayNeverCome),
  };
  return scheduler;
}

/** Everything here runs in microtasks, and all of those come before the next immediate. */
export function allWait(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
