// Reports of runs while others report, and while answers get lost.
import { expect, test } from 'vitest';
import { KEPT_DAYS } from '../../../functions/domain/runs.ts';
import { readRuns } from '../../../functions/usecases/read-runs.ts';
import { type RunReport, reportRun } from '../../../functions/usecases/report-run.ts';
import { type Desk, PIPELINE, setUpDesk } from './desk.ts';

const report = (change: Partial<RunReport> = {}): RunReport => ({
  ...{ versionNumber: 1, id: 'a', state: 'running', url: null, reportedBy: null },
  ...change,
});

async function published(): Promise<Desk> {
  const desk = setUpDesk();
  desk.save('pipeline.sql');
  await desk.publish();
  return desk;
}

test('a report of a version that was never run looks whether there is such a version, later ones do not', async () => {
  const desk = await published();
  const asked: string[] = [];
  desk.meanwhile.any = (method) => asked.push(method);

  await reportRun(desk.deps, PIPELINE, report());
  await reportRun(desk.deps, PIPELINE, report({ state: 'succeeded' }));

  expect(asked).toEqual(['readRuns', 'readState', 'storeRuns', 'readRuns', 'storeRuns']);
});

test.each([2, 7])('a version that is not there, %i, has no runs', async (versionNumber) => {
  const desk = await published();

  await expect(reportRun(desk.deps, PIPELINE, report({ versionNumber }))).rejects.toMatchObject({
    code: 'VERSION_NOT_FOUND',
  });
  expect(await readRuns(desk.deps, PIPELINE, versionNumber)).toMatchObject({ count: 0, revision: 0 });
});

test('a late "running" is not stored', async () => {
  const desk = await published();
  await reportRun(desk.deps, PIPELINE, report({ state: 'failed' }));
  const asked: string[] = [];
  desk.meanwhile.any = (method) => asked.push(method);

  const run = await reportRun(desk.deps, PIPELINE, report({ state: 'running' }));

  expect(run.state).toBe('failed');
  expect(asked).toEqual(['readRuns']);
});

test('a report whose answer was lost is found by its repetition, and counts once', async () => {
  const desk = await published();
  let lost = false;
  const storeRuns: typeof desk.deps.versions.storeRuns = async (...args) => {
    const stored = await desk.deps.versions.storeRuns(...args);
    if (lost) return stored;
    lost = true;
    return false;
  };

  await reportRun({ ...desk.deps, versions: { ...desk.deps.versions, storeRuns } }, PIPELINE, report());

  expect(await readRuns(desk.deps, PIPELINE, 1)).toMatchObject({ count: 1, revision: 2 });
});

test('who loses to others for 20 seconds is asked to come again, and nothing of the others is lost', async () => {
  const desk = await published();
  let others = 0;
  const storeRuns: typeof desk.deps.versions.storeRuns = async (...args) => {
    others += 1;
    await reportRun(desk.deps, PIPELINE, report({ id: `other-${others}` }));
    return desk.deps.versions.storeRuns(...args);
  };
  const versions = { ...desk.deps.versions, storeRuns };

  const failure = reportRun({ ...desk.deps, versions }, PIPELINE, report());

  await expect(failure).rejects.toMatchObject({
    code: 'THROTTLED',
    message: expect.stringMatching(/default\/silver\/orders v1 .*report yours again in a moment/),
  });
  expect(others).toBeGreaterThan(10);
  expect(await readRuns(desk.deps, PIPELINE, 1)).toMatchObject({ count: others });
});

test('90 days after its last report a version has no runs, and the next one begins anew', async () => {
  const desk = await published();
  await reportRun(desk.deps, PIPELINE, report({ id: 'old' }));
  desk.clock.at += KEPT_DAYS * 24 * 3_600_000;

  expect(await readRuns(desk.deps, PIPELINE, 1)).toMatchObject({ count: 0, newest: [] });

  await reportRun(desk.deps, PIPELINE, report({ id: 'new' }));
  const { count, newest } = await readRuns(desk.deps, PIPELINE, 1);
  expect([count, newest.map(({ id }) => id)]).toEqual([1, ['new']]);
});
