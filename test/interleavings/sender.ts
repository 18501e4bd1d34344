// Who sends steps to the scheduler, and what tells the state of its code.
import { LAST_BEGIN_MS, type StartTimer, withinTime } from '../../functions/request-scope.ts';
import type { Label } from './footprints.ts';

/**
 * What becomes of a request. It may fail before it arrives or after it was done, and its answer may be lost, after which
 * an SDK repeats it. For what only reads, failing before and after are the same, and so is a repetition.
 */
export type Fate = 'done' | 'fails' | 'fails afterwards' | 'answer lost';

export interface Step {
  readonly label: Label;
  /** Tells apart what a sender sends side by side. */
  readonly detail?: string;
  readonly fates: readonly Fate[];
  /** What happens if it arrives when its sender does not wait for it any more; `named` after all that it carries. */
  readonly late?: LateRequest;
  readonly mayNeverCome?: boolean;
}

export interface LateRequest {
  named(): string;
  effect(): Promise<unknown>;
}

export interface Chosen {
  readonly fate: Fate;
  /** No other step of the sender has it. */
  readonly name: string;
}

export interface Sender {
  readonly name: string;
  /** Resolves when the step is chosen. Rejects with CutOff if the sender is cut off. */
  step(step: Step): Promise<Chosen>;
  /** Adds to what tells this sender's state: what it has learned by a step. */
  learn(step: string, answer: unknown): void;
  /** Runs an invocation within a time limit, as Lambda's functions do. */
  invoke<T>(work: () => Promise<T>): Promise<T>;
  /** Nothing depends any more on what it has learned. */
  end(): void;
  /** Whether something that it sent failed, or its time ran out. */
  hadTrouble(): boolean;
}

export interface Hooks {
  /** When its first step is chosen. */
  readonly onBegin?: () => void;
  readonly onCrash?: () => void;
  /** It begins after this one has begun, which is the same but for its name: their other order is its mirror image. */
  readonly after?: string;
  /** Senders of one kind are the same but for their names. */
  readonly kind?: string;
  /** Whether it may edit the draft. */
  readonly mayEdit?: boolean;
  readonly lateOf?: string;
}

export class CutOff extends Error {}

export interface SenderState {
  readonly name: string;
  readonly handle: Sender;
  readonly hooks: Hooks;
  /**
   * By step, not in one sequence: no use case lets the answers to requests that it sends side by side race each other,
   * so what it does next depends on what they are, not on which came first. Only failures race, in Promise.all: with
   * each of them goes what had been answered before.
   */
  readonly traces: Map<string, unknown[]>;
  readonly steps: Map<string, number>;
  hasBegun: boolean;
  isGone: boolean;
  isShort: boolean;
  hadTrouble: boolean;
  cutOff: (() => void) | undefined;
}

const AMPLE_MS = 60_000;

export function createSenderState(
  name: string,
  hooks: Hooks,
  wait: (by: SenderState, step: Step) => Promise<Chosen>,
): SenderState {
  const handle: Sender = {
    name,
    step: (step) => wait(by, step),
    learn: (step, answer) => learn(by, step, answer),
    invoke: (work) => {
      const startTimer: StartTimer = (cutOff) => {
        by.cutOff = cutOff;
        return () => {
          by.cutOff = undefined;
        };
      };
      return withinTime(() => (by.isShort ? LAST_BEGIN_MS : AMPLE_MS), work, startTimer);
    },
    end() {
      by.isGone = true;
      by.traces.clear();
    },
    hadTrouble: () => by.hadTrouble,
  };
  const by: SenderState = {
    ...{ name, handle, hooks, traces: new Map(), steps: new Map() },
    ...{ hasBegun: false, isGone: false, isShort: false, hadTrouble: false, cutOff: undefined },
  };
  return by;
}

/** What failed, after which answers. */
export function learnTrouble(by: SenderState, what: string): void {
  const before = [...by.traces].map(([step, answers]) => [step, answers.length]);
  by.hadTrouble = true;
  learn(by, 'trouble', [what, before.toSorted(byFirst)]);
}

/** In no order: the names in it may be exchanged for others before it is sorted. */
export function stateOf({ name, traces, isShort }: SenderState): readonly string[] {
  return [`${name} ${isShort}`, ...[...traces].map((trace) => JSON.stringify(trace))];
}

/** The answers are kept as they are: most runs are repeated, and nobody looks at the states on their way. */
export function learn({ traces }: SenderState, step: string, answer: unknown): void {
  const before = traces.get(step);
  if (before === undefined) traces.set(step, [answer]);
  else before.push(answer);
}

export function byFirst([one]: readonly unknown[], [other]: readonly unknown[]): number {
  return String(one) < String(other) ? -1 : 1;
}
