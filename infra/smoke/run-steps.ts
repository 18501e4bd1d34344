// Runs steps one after another, each with its time. A step whose needs have failed is not tried.
import { lookAt } from './look-at.ts';
import { NotTried, type Step } from './step.ts';

export interface Outcome {
  readonly step: string;
  readonly result: 'passed' | 'failed' | 'not tried';
  readonly milliseconds: number;
  /** What was seen, why the step failed, or why it was not tried. */
  readonly remark?: string | undefined;
  /** Of a failed step: which log, right or setting can explain it. */
  readonly look_at?: string;
}

export async function* runSteps(steps: readonly Step[]): AsyncGenerator<Outcome> {
  const passed = new Set<string>();
  for (const step of steps) {
    const missing = step.needs.find((name) => !passed.has(name));
    const outcome = missing === undefined ? await outcomeOf(step) : notTried(step, `it needs "${missing}"`);
    if (outcome.result === 'passed') passed.add(step.name);
    yield outcome;
  }
}

async function outcomeOf(step: Step): Promise<Outcome> {
  const began = performance.now();
  const milliseconds = () => Math.round(performance.now() - began);
  try {
    const remark = await step.run();
    return { step: step.name, result: 'passed', milliseconds: milliseconds(), remark };
  } catch (error) {
    if (error instanceof NotTried) return notTried(step, error.message);
    const remark = error instanceof Error ? error.message : String(error);
    const look_at = lookAt(step.lookAt, error);
    return { step: step.name, result: 'failed', milliseconds: milliseconds(), remark, look_at };
  }
}

function notTried({ name }: Step, remark: string): Outcome {
  return { step: name, result: 'not tried', milliseconds: 0, remark };
}
