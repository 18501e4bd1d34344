// What one invocation may still do. Lambda freezes a function once it has answered, and resumes what was left undone
// when the environment is used again: an edit would then come seconds after the answer that denied it. So:
//
// 1. A request to S3 or DynamoDB that begins asks the scope first, wherever in the code it comes from.
// 2. From one second before the function's end no request begins, and no pause. What runs has time to end.
// 3. Half a second before the end, what still runs is cut off.
// 4. Once the work has ended, well or badly, no request begins either, and the answer waits for those that run.
import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import { DomainError } from './domain/errors.ts';

/** In milliseconds before the function's end. */
export const LAST_BEGIN_MS = 1_000;
export const CUT_OFF_MS = 500;

const scopes = new AsyncLocalStorage<RequestScope>();

interface RequestScope {
  send<T>(isWrite: boolean, request: (cutOff: AbortSignal) => Promise<T>): Promise<T>;
  pause(milliseconds: number): Promise<void>;
  hasTime(): boolean;
  /** Rejects with `UNAVAILABLE` when what still runs is cut off. */
  readonly cut: Promise<never>;
  /** Refuses all further requests, and resolves when none runs. */
  close(): Promise<void>;
}

/** Calls back after so many milliseconds, unless what it returns is called before. */
export type StartTimer = (callBack: () => void, milliseconds: number) => () => void;

const startSystemTimer: StartTimer = (callBack, milliseconds) => {
  const timer = setTimeout(callBack, milliseconds);
  return () => clearTimeout(timer);
};

/**
 * Runs the work of one invocation. `remaining` tells the milliseconds until the function's end, as Lambda's
 * `getRemainingTimeInMillis` does. Rejects with `UNAVAILABLE` if the time did not suffice. Afterwards nothing moves.
 */
export async function withinTime<T>(
  remaining: () => number,
  work: () => Promise<T>,
  startTimer: StartTimer = startSystemTimer,
): Promise<T> {
  const scope = createScope(remaining, startTimer);
  try {
    return await Promise.race([scopes.run(scope, work), scope.cut]);
  } finally {
    await scope.close();
  }
}

/** A request to S3 or DynamoDB: within a scope by its rules, elsewhere as it is. */
export function sendInScope<T>(
  isWrite: boolean,
  request: (cutOff: AbortSignal | undefined) => Promise<T>,
): Promise<T> {
  const scope = scopes.getStore();
  return scope === undefined ? request(undefined) : scope.send(isWrite, request);
}

/** Rejects with `UNAVAILABLE` at once if no request could begin after the pause. */
export async function pauseInScope(milliseconds: number): Promise<void> {
  const scope = scopes.getStore();
  await (scope === undefined ? wait(milliseconds) : scope.pause(milliseconds));
}

/** Whether requests may still begin. */
export function hasTimeLeft(): boolean {
  return scopes.getStore()?.hasTime() ?? true;
}

function createScope(remaining: () => number, startTimer: StartTimer): RequestScope {
  const cutting = new AbortController();
  const running = new Set<Promise<unknown>>();
  let isOver = false;
  let hasWritten = false;
  let rejectCut: (failure: DomainError) => void;
  const cut = new Promise<never>((_, reject) => {
    rejectCut = reject;
  });
  const cutOff = () => {
    cutting.abort();
    rejectCut(outOfTime(hasWritten));
  };
  const stopTimer = startTimer(cutOff, Math.max(0, remaining() - CUT_OFF_MS));

  const hasTime = (milliseconds = 0) => !isOver && remaining() - milliseconds > LAST_BEGIN_MS;

  async function send<T>(isWrite: boolean, request: (cutOff: AbortSignal) => Promise<T>): Promise<T> {
    if (!hasTime()) throw outOfTime(hasWritten);
    hasWritten ||= isWrite;
    const sent = request(cutting.signal);
    running.add(sent);
    try {
      return await sent;
    } catch (failure) {
      throw cutting.signal.aborted ? outOfTime(hasWritten) : failure;
    } finally {
      running.delete(sent);
    }
  }

  return {
    send,
    hasTime,
    cut,
    async pause(milliseconds) {
      if (!hasTime(milliseconds)) throw outOfTime(hasWritten);
      await wait(milliseconds);
    },
    async close() {
      isOver = true;
      await Promise.allSettled(running);
      stopTimer();
    },
  };
}

/** Says what may have happened: a write that had begun may be stored. */
function outOfTime(hasWritten: boolean): DomainError {
  const message = hasWritten
    ? 'This took longer than a request may, and was stopped. We don’t know whether it was stored; repeat it, with its Idempotency-Key if it had one.'
    : 'This took longer than a request may, and was stopped before anything was stored; try again in a moment.';
  return new DomainError('UNAVAILABLE', message);
}
