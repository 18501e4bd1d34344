// A publish checks what it pins, and a version keeps what its checks said.
import { expect, test } from 'vitest';
import { keyPrefix } from '../../../functions/domain/pipeline.ts';
import type { FileRef } from '../../../functions/ports/draft-files.ts';
import { type PublishInput, publishVersion } from '../../../functions/usecases/publish-version.ts';
import { type Desk, keyed, once, PIPELINE, refusal, setUpDesk } from './desk.ts';

const MARKER = '<<<<<<< HEAD\n';
const ALLOWED = { allowFailedChecks: true };

/** Publishes, with the paths that were read for it. */
async function publishReading({ deps }: Desk, input: Partial<PublishInput> = {}) {
  const paths: string[] = [];
  const read: typeof deps.files.read = async (pipeline, file: FileRef, maxBytes) => {
    paths.push(file.path);
    return deps.files.read(pipeline, file, maxBytes);
  };
  const made = await publishVersion(
    { ...deps, files: { ...deps.files, read } },
    { pipeline: PIPELINE, message: 'a message', createdBy: null, request: null, ...input },
  );
  return { ...made, paths: paths.toSorted() };
}

const current = async ({ deps }: Desk) => (await deps.versions.readState(PIPELINE))?.current ?? null;

test('a draft with errors is refused with the report, and no version is made', async () => {
  const desk = setUpDesk();
  desk.save('pipeline.sql', ' \n');
  desk.save('a.sql', MARKER);

  const publishing = desk.publish();

  await expect(publishing).rejects.toMatchObject({
    ...refusal('CHECKS_FAILED', {
      checks: {
        verdict: 'failed',
        valid: false,
        files: [
          { path: 'pipeline.sql', errors: [{ rule: 'empty-source' }], warnings: [] },
          { path: 'a.sql', errors: [{ rule: 'conflict-marker', line: 1 }], warnings: [] },
        ],
        more: 0,
      },
    }),
    message: expect.stringMatching(/errors in pipeline\.sql, a\.sql; .*allow_failed_checks/),
  });
  expect(await current(desk)).toBeNull();
});

test('it is published all the same where the request allows it, and the version keeps saying so', async () => {
  const desk = setUpDesk();
  desk.save('pipeline.sql', MARKER);

  const made = await desk.publish(ALLOWED);

  expect(made).toMatchObject({ version: { number: 1, checks: 'failed' }, report: { valid: false } });
  expect(made.report.files).toHaveLength(1);
  expect(await current(desk)).toMatchObject({ checks: 'failed' });
});

test('warnings refuse nothing, and are in the answer', async () => {
  const desk = setUpDesk();
  desk.saveAll(['pipeline.sql', 'pipeline.py']);

  const { version, report } = await desk.publish();

  expect(version.checks).toBe('passed');
  expect(report).toMatchObject({
    verdict: 'passed',
    files: [{ path: 'pipeline.sql', warnings: [{ rule: 'two-sources' }] }],
  });
});

test('only what differs from a version that has passed is read', async () => {
  const desk = setUpDesk();
  desk.saveAll(['pipeline.sql', 'same.sql']);
  desk.save('again.sql', 'select 1');
  const first = await publishReading(desk);
  desk.save('pipeline.sql', 'select 2');
  desk.save('again.sql', 'select 1');

  const second = await publishReading(desk);

  expect(first.paths).toEqual(['again.sql', 'pipeline.sql', 'same.sql']);
  expect(second).toMatchObject({ paths: ['pipeline.sql'], version: { number: 2, checks: 'passed' } });
  expect((await publishReading(desk)).paths).toEqual([]);
});

test('an error in a file that has not changed is found on top of a version that failed', async () => {
  const desk = setUpDesk();
  desk.saveAll(['pipeline.sql', 'fine.sql']);
  desk.save('a.sql', MARKER);
  await desk.publish(ALLOWED);
  desk.save('pipeline.sql', 'select 2');

  await expect(desk.publish()).rejects.toMatchObject(refusal('CHECKS_FAILED'));
  expect((await publishReading(desk, ALLOWED)).paths).toEqual(['a.sql', 'fine.sql', 'pipeline.sql']);
  desk.save('a.sql', 'select 1');
  expect((await publishReading(desk)).version.checks).toBe('passed');
});

test.each([
  ['changed', (desk: Desk) => desk.save('config.yaml', 'a: 1')],
  ['removed', (desk: Desk) => desk.remove('config.yaml')],
])('all files are judged anew when the configuration that forgave an error is %s', async (_, change) => {
  const desk = setUpDesk();
  desk.saveAll(['pipeline.sql']);
  desk.save('a.sql', MARKER);
  desk.save('config.yaml', 'checks:\n  conflict-marker: off\n');
  const forgiven = await desk.publish();

  change(desk);

  expect(forgiven.version.checks).toBe('passed');
  await expect(desk.publish()).rejects.toMatchObject(refusal('CHECKS_FAILED'));
});

test('what is pinned is checked, though an earlier list was another', async () => {
  const desk = setUpDesk();
  desk.save('pipeline.sql');
  let lists = 0;
  desk.meanwhile.list = () => ++lists === 2 && desk.save('pipeline.sql', MARKER);

  await expect(desk.publish()).rejects.toMatchObject(refusal('CHECKS_FAILED'));

  lists = 0;
  desk.meanwhile.list = () => ++lists === 2 && desk.save('pipeline.sql', 'select 2');
  expect(await desk.publish()).toMatchObject({ version: { checks: 'passed' }, report: { valid: true } });
});

test('a file that was not read for want of time does not count as passed, and is read next time', async () => {
  const desk = setUpDesk();
  desk.saveAll(Array.from({ length: 40 }, (_, index) => `f${index + 10}.sql`));
  desk.save('pipeline.sql');
  const { read } = desk.deps.files;
  const late: typeof read = async (...args) => {
    desk.clock.at += 8_000;
    return read(...args);
  };
  const slow = { ...desk.deps, files: { ...desk.deps.files, read: late } };
  const input = { pipeline: PIPELINE, message: 'late', createdBy: null, request: null };

  const made = await publishVersion(slow, input);
  const again = await publishReading(desk);

  expect(made).toMatchObject({ version: { checks: 'incomplete' }, report: { valid: true } });
  expect(again.paths).toHaveLength(41);
  expect(again.version.checks).toBe('passed');
});

test('files too large to be read are no reason to read the others again', async () => {
  const desk = setUpDesk();
  desk.saveAll(['pipeline.sql', 'a.sql']);
  desk.save('large.sql', 'x'.repeat(256 * 1024 + 1));
  const first = await publishReading(desk);
  desk.save('a.sql', 'select 2');

  const second = await publishReading(desk);

  expect(first).toMatchObject({ version: { checks: 'partial' }, paths: ['a.sql', 'pipeline.sql'] });
  expect(second).toMatchObject({ version: { checks: 'partial' }, paths: ['a.sql'] });
});

test('of more texts than are read only what changes is read on top, and what moves up among the first', async () => {
  const desk = setUpDesk();
  const names = Array.from({ length: 1_002 }, (_, index) => `a${index + 1_000}.sql`);
  desk.saveAll(['pipeline.sql', ...names]);
  const first = await publishReading(desk);
  desk.save('a1500.sql', 'select 2');
  desk.save('a2001.sql', 'select 2');
  const second = await publishReading(desk);
  desk.remove('a1000.sql');

  const third = await publishReading(desk);

  expect(first.paths).toHaveLength(1_000);
  expect(first.report.files.map(({ path }) => path)).toEqual(['a1999.sql', 'a2000.sql', 'a2001.sql']);
  expect(second.paths).toEqual(['a1500.sql']);
  expect(third.paths).toEqual(['a1999.sql']);
  expect([first, second, third].map(({ version }) => version.checks)).toEqual(Array(3).fill('partial'));
});

test.each([
  ['passed', 'select 1', {}],
  ['failed', MARKER, ALLOWED],
] as const)('a rollback to a version that %s says so, and reads no file', async (checks, text, input) => {
  const desk = setUpDesk();
  desk.save('pipeline.sql', text);
  await desk.publish(input);
  desk.save('pipeline.sql', text === MARKER ? 'select 1' : MARKER);
  await desk.publish(ALLOWED);
  desk.deps.files.read = async () => expect.unreachable('a file was read');

  const made = await desk.rollback(1);

  expect(made.version.checks).toBe(checks);
  expect(made.report).toEqual({ verdict: checks, valid: checks === 'passed', files: [], more: 0 });
});

test('a repetition of a refused request is checked anew, and one of a success reads nothing', async () => {
  const desk = setUpDesk();
  desk.save('pipeline.sql', MARKER);
  const input = { request: keyed('k') };
  await expect(desk.publish(input)).rejects.toMatchObject(refusal('CHECKS_FAILED'));
  desk.saveAll(['pipeline.sql', 'pipeline.py']);

  const made = await publishReading(desk, input);
  const repeated = await publishReading(desk, input);

  expect(made).toMatchObject({
    replayed: false,
    version: { number: 1 },
    paths: ['pipeline.py', 'pipeline.sql'],
  });
  expect(repeated).toMatchObject({ replayed: true, version: made.version, paths: [] });
  expect(repeated.report).toEqual({ verdict: 'passed', valid: true, files: [], more: 0 });
});

test('a draft that is published already is not read for skip_unchanged', async () => {
  const desk = setUpDesk();
  desk.save('pipeline.sql', MARKER);
  await desk.publish(ALLOWED);

  const made = await publishReading(desk, { skipUnchanged: true });

  expect(made).toMatchObject({
    outcome: 'unchanged',
    paths: [],
    report: { verdict: 'failed', valid: false },
  });
});

test('after a lost race against the same pins the verdict is still that of the pins', async () => {
  const desk = setUpDesk();
  desk.save('pipeline.sql', MARKER);
  desk.meanwhile.update = once(() => desk.publish(ALLOWED));

  const made = await desk.publish(ALLOWED);

  expect(made).toMatchObject({ version: { number: 2, checks: 'failed' }, report: { valid: false } });
});

test('a text that was deleted for good while it was published counts as not looked at', async () => {
  const desk = setUpDesk();
  desk.save('pipeline.sql');
  desk.save('a.sql', 'select 1');
  const { read } = desk.deps.files;
  desk.deps.files.read = async (pipeline, file, maxBytes) =>
    file.path === 'a.sql' ? null : read(pipeline, file, maxBytes);

  const made = await desk.publish();

  expect(made.version.checks).toBe('incomplete');
  expect(made.report.files).toMatchObject([{ path: 'a.sql', warnings: [{ rule: 'not-read' }] }]);
  expect(desk.bucket.versions(`${keyPrefix(PIPELINE)}a.sql`)).toHaveLength(1);
});
