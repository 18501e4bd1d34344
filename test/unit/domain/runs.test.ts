// What is kept of the runs of a version.
import { describe, expect, test } from 'vitest';
import {
  KEPT_DAYS,
  MOST_RUNNING,
  NO_RUNS,
  noted,
  type Run,
  type Runs,
  runsAt,
  SHOWN_RUNS,
  shownRuns,
} from '../../../functions/domain/runs.ts';

const BEGIN = Date.UTC(2026, 0, 1);
const DAY_MS = 24 * 3_600_000;

function report(id: string, state: Run['state'], change: Partial<Run> = {}): Run {
  return { id, state, url: null, reportedAt: new Date(BEGIN), reportedBy: 'airflow', ...change };
}

/** All of these reports, one after the other. */
function after(...reports: readonly Run[]): Runs {
  return reports.reduce((runs, one) => noted(runs, one).runs, NO_RUNS);
}

const statesOf = ({ newest }: Runs) => newest.map(({ id, state }) => `${id} ${state}`);

test('each run counts once, however often it is reported', () => {
  const runs = after(report('a', 'running'), report('b', 'running'), report('a', 'succeeded'));

  expect(runs.count).toBe(2);
  expect(statesOf(runs)).toEqual(['a succeeded', 'b running']);
  expect(runs.revision).toBe(3);
});

test.each(['succeeded', 'failed', 'cancelled'] as const)(
  'a "running" that comes after "%s" changes nothing, and is answered with what is known',
  (state) => {
    const runs = after(report('a', state), report('b', 'running'));

    const late = noted(runs, report('a', 'running', { reportedAt: new Date(BEGIN + 1) }));

    expect(late.runs).toBe(runs);
    expect(late.run).toEqual(report('a', state));
  },
);

test.each([
  ['running', 'running'],
  ['running', 'cancelled'],
  ['failed', 'succeeded'],
  ['succeeded', 'failed'],
  ['failed', 'failed'],
] as const)('%s, then %s: the newer report counts', (before, then) => {
  const newer = report('a', then, { reportedAt: new Date(BEGIN + 1), reportedBy: 'ada' });

  expect(noted(after(report('a', before)), newer).run).toEqual(newer);
});

test('a report without a URL keeps the one that is known, and one with another replaces it', () => {
  const first = after(report('a', 'running', { url: 'https://x/1' }));

  expect(noted(first, report('a', 'failed')).run.url).toBe('https://x/1');
  expect(noted(first, report('a', 'failed', { url: 'https://x/2' })).run.url).toBe('https://x/2');
});

test('of runs that have ended the newest are kept, of those that run more, so that each still counts once', () => {
  const started = Array.from({ length: MOST_RUNNING }, (_, n) => report(`r${n}`, 'running'));
  const ended = started.map(({ id }) => report(id, 'succeeded'));

  const running = after(...started);
  const all = after(...started, ...ended);

  expect(running.newest).toHaveLength(MOST_RUNNING);
  expect(shownRuns(running)).toHaveLength(SHOWN_RUNS);
  expect(all.count).toBe(MOST_RUNNING);
  expect(statesOf(all)).toEqual(
    ended
      .toReversed()
      .slice(0, SHOWN_RUNS)
      .map(({ id }) => `${id} succeeded`),
  );
});

test('what is kept has a bound, however many runs never end', () => {
  const runs = after(...Array.from({ length: 500 }, (_, n) => report(`r${n}`, 'running')));

  expect([runs.newest.length, runs.count]).toEqual([MOST_RUNNING, 500]);
});

describe('after 90 days', () => {
  const runs = after(
    report('a', 'failed'),
    report('b', 'failed', { reportedAt: new Date(BEGIN + 10 * DAY_MS) }),
  );
  const at = (days: number) => runsAt(runs, new Date(BEGIN + days * DAY_MS));

  test('a run is not shown any more, and still counts while a newer one does', () => {
    expect(statesOf(at(KEPT_DAYS - 0.01))).toEqual(['b failed', 'a failed']);
    expect(statesOf(at(KEPT_DAYS))).toEqual(['b failed']);
    expect(at(KEPT_DAYS).count).toBe(2);
  });

  test('nothing counts without any report, whether or not the item has been deleted', () => {
    expect(at(KEPT_DAYS + 10)).toEqual({ ...NO_RUNS, revision: 2 });
  });
});
