// Every run of a few senders whose steps can be ordered freely. Async functions cannot be copied in the middle, so a run
// is repeated from its start up to the choice where another begins. Two things keep this small, and lose no state:
// a state that was met before is not gone into again, and of two choices that do not touch the same things, only one
// order is tried (sleep sets with states: Godefroid, Partial-Order Methods for the Verification of Concurrent Systems,
// chapter 5).
import { hash } from 'node:crypto';
import type { Touches } from './footprints.ts';

/** One way to go on. */
export interface Choice extends Touches {
  /** The same whenever the same sender can do the same. */
  readonly name: string;
  readonly sender: string;
}

export interface Run {
  choices(): readonly Choice[];
  /** Resolves when nothing can happen without another choice. */
  take(name: string): Promise<void>;
  state(): Promise<Met>;
  /** What is broken by the latest choice, and, if the run may end here, what is broken then. */
  broken(): Promise<readonly string[]>;
}

export interface Met {
  /** Equal for two runs only if whatever follows is the same for both but for names, and is judged the same. */
  readonly text: string;
  /** What the text calls something that has a name. */
  rename(name: string): string;
}

export interface Explored {
  readonly states: number;
  /** Runs from the start, each up to a state that was met before or to an end. */
  readonly runs: number;
  readonly violation: Violation | null;
}

export interface Violation {
  readonly broken: readonly string[];
  readonly choices: readonly string[];
}

interface Branch {
  readonly taken: readonly string[];
  /** Choices whose runs another branch has covered. */
  readonly asleep: readonly Choice[];
}

/** Ends at the first violation. `onState` gets the number of states at each new one. */
export async function explore(
  start: () => Promise<Run>,
  onState: (states: number) => void = () => {},
): Promise<Explored> {
  const asleepAt = new Map<string, readonly string[]>();
  const todo: Branch[] = [{ taken: [], asleep: [] }];
  let runs = 0;
  for (let branch = todo.pop(); branch !== undefined; branch = todo.pop()) {
    const run = await replay(start, branch.taken);
    runs += 1;
    let here: Branch | undefined = branch;
    while (here !== undefined) {
      const { taken, asleep }: Branch = here;
      const open = notCovered(asleepAt, await run.state(), run.choices(), asleep);
      if (open !== null) onState(asleepAt.size);
      const broken = open === null ? [] : await run.broken();
      if (broken.length > 0) return { states: asleepAt.size, runs, violation: { broken, choices: taken } };
      const next = branches(taken, asleep, open ?? []);
      todo.push(...next.slice(1).toReversed());
      here = next[0];
      if (here !== undefined) await run.take(here.taken.at(-1) as string);
    }
  }
  return { states: asleepAt.size, runs, violation: null };
}

export async function replay(start: () => Promise<Run>, taken: readonly string[]): Promise<Run> {
  const run = await start();
  for (const name of taken) await run.take(name);
  return run;
}

/** `null` in a state that was met before and is covered. */
function notCovered(
  asleepAt: Map<string, readonly string[]>,
  { text, rename }: Met,
  choices: readonly Choice[],
  asleep: readonly Choice[],
): readonly Choice[] | null {
  const state = hash('sha1', text, 'base64url');
  const sleeping = new Set(asleep.map(({ name }) => rename(name)));
  const before = asleepAt.get(state);
  if (before === undefined) {
    asleepAt.set(state, [...sleeping]);
    return choices.filter(({ name }) => !sleeping.has(rename(name)));
  }
  const awake = before.filter((name) => !sleeping.has(name));
  if (awake.length === 0) return null;
  asleepAt.set(
    state,
    before.filter((name) => sleeping.has(name)),
  );
  return choices.filter(({ name }) => awake.includes(rename(name)));
}

function branches(
  taken: readonly string[],
  asleep: readonly Choice[],
  open: readonly Choice[],
): readonly Branch[] {
  return open.map((choice, index) => ({
    taken: [...taken, choice.name],
    asleep: [...asleep, ...open.slice(0, index)].filter((other) => !areDependent(choice, other)),
  }));
}

function areDependent(one: Choice, other: Choice): boolean {
  return one.sender === other.sender || conflicts(one, other) || conflicts(other, one);
}

function conflicts({ writes, adds }: Touches, other: Touches): boolean {
  const meets = (things: readonly string[]) => (thing: string) => things.includes(thing);
  return (
    writes.some(meets([...other.reads, ...other.adds, ...other.writes])) || adds.some(meets(other.reads))
  );
}
