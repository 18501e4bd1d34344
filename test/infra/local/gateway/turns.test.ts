import { expect, onTestFinished, test, vi } from 'vitest';
import { createTurns } from '../../../../infra/local/gateway/turns.ts';

/** `ends` has the function that ends each task; `begun` has the names of the tasks that were started. */
function createTasks() {
  const begun: string[] = [];
  const ends = new Map<string, PromiseWithResolvers<string>>();
  const task = (name: string) => () => {
    begun.push(name);
    const end = Promise.withResolvers<string>();
    ends.set(name, end);
    return end.promise;
  };
  return { begun, task, ends };
}

const settled = () => vi.waitFor(async () => undefined);

test('no more run at once than may, and the others come in their order', async () => {
  const { begun, task, ends } = createTasks();
  const turns = createTurns(2, 1_000);

  const answers = ['a', 'b', 'c', 'd'].map((name) => turns.take(task(name)));
  await settled();
  expect(begun).toEqual(['a', 'b']);
  ends.get('b')?.resolve('b is done');
  ends.get('a')?.reject(new Error('a failed'));
  await expect(answers[0]).rejects.toThrow('a failed');
  await vi.waitFor(() => expect(begun).toEqual(['a', 'b', 'c', 'd']));
  ends.get('c')?.resolve('c is done');
  ends.get('d')?.resolve('d is done');

  expect(await Promise.all(answers.slice(1))).toEqual(['b is done', 'c is done', 'd is done']);
});

test('a turn that comes too late is not used, and passed on', async () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  onTestFinished(() => void vi.useRealTimers());
  const { begun, task, ends } = createTasks();
  const turns = createTurns(1, 1_000);
  const first = turns.take(task('first'));
  const late = turns.take(task('late'));
  await settled();

  vi.advanceTimersByTime(1_001);
  const inTime = turns.take(task('in time'));
  ends.get('first')?.resolve('done');
  await vi.waitFor(() => expect(begun).toEqual(['first', 'in time']));
  ends.get('in time')?.resolve('done');

  expect(await Promise.all([first, late, inTime])).toEqual(['done', null, 'done']);
});
