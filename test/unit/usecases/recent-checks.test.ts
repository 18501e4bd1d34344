// What a process has checked lately it does not read again.
import { expect, test } from 'vitest';
import type { CheckedFile } from '../../../functions/domain/checks/check-file.ts';
import { type Finding, ofFile } from '../../../functions/domain/checks/finding.ts';
import { NO_SETTINGS } from '../../../functions/domain/checks/settings.ts';
import type { S3VersionId } from '../../../functions/domain/snapshot.ts';
import type { FileRef } from '../../../functions/ports/draft-files.ts';
import { checkDraft } from '../../../functions/usecases/check-draft.ts';
import type { Deps } from '../../../functions/usecases/deps.ts';
import { publishVersion } from '../../../functions/usecases/publish-version.ts';
import { createRecentChecks } from '../../../functions/usecases/recent-checks.ts';
import { PIPELINE, setUpDesk } from './desk.ts';

const file = (path: string, versionId = '1') => ({
  pipeline: PIPELINE,
  path,
  versionId: versionId as S3VersionId,
});

const checkedWith = (count: number): CheckedFile => ({
  findings: Array.from({ length: count }, (): Finding => ofFile('conflict-marker', 'A marker.')),
  settings: NO_SETTINGS,
});

/** A desk whose process remembers, and the paths that it has read so far. */
function setUpProcess() {
  const desk = setUpDesk();
  const read: string[] = [];
  const deps: Deps = {
    ...desk.deps,
    recentChecks: createRecentChecks(),
    files: {
      ...desk.deps.files,
      async read(pipeline, pin: FileRef, maxBytes) {
        read.push(pin.path);
        return desk.deps.files.read(pipeline, pin, maxBytes);
      },
    },
  };
  const publish = () =>
    publishVersion(deps, { pipeline: PIPELINE, message: 'a message', createdBy: null, request: null });
  return { ...desk, deps, publish, read };
}

test('a publish reads nothing that a check of the draft has read in the same process, but what was saved since', async () => {
  const { deps, publish, read, save } = setUpProcess();
  save('pipeline.sql', 'select 1');
  save('a.sql', 'select 1');
  await checkDraft(deps, PIPELINE);
  save('a.sql', 'select 2');
  expect(read.splice(0).toSorted()).toEqual(['a.sql', 'pipeline.sql']);

  const { version } = await publish();

  expect(read).toEqual(['a.sql']);
  expect(version).toMatchObject({ checks: 'passed' });
});

test('what was found is found again without a read, and so are the settings of config.yaml', async () => {
  const { deps, publish, read, save } = setUpProcess();
  save('pipeline.sql', '\uFEFFselect 1\r\nfrom orders\n');
  save('config.yaml', 'checks: {byte-order-mark: off}\n');
  const draft = await checkDraft(deps, PIPELINE);
  read.length = 0;

  const { report } = await publish();

  expect(read).toEqual([]);
  expect(report).toEqual(draft);
  expect(report?.files).toMatchObject([{ path: 'pipeline.sql', warnings: [{ rule: 'mixed-line-endings' }] }]);
});

test('a read that failed is tried again', async () => {
  const { deps, publish, read, save } = setUpProcess();
  save('pipeline.sql');
  const { read: readFile } = deps.files;
  deps.files.read = async (...args) => {
    await readFile(...args);
    throw new Error('S3 is away');
  };
  await expect(publish()).rejects.toThrow('S3 is away');
  deps.files.read = readFile;

  await publish();

  expect(read).toEqual(['pipeline.sql', 'pipeline.sql']);
});

test('the files that were asked for last are kept, as many as there is room for', () => {
  const recent = createRecentChecks(2);
  for (let n = 0; n < 10; n++) {
    recent.add(file(`${n}.sql`), checkedWith(0));
    recent.get(file('0.sql'));
  }

  expect(recent.get(file('0.sql'))).toEqual(checkedWith(0));
  expect(recent.get(file('1.sql'))).toBeUndefined();
  expect(recent.get(file('9.sql'))).toEqual(checkedWith(0));
});

test('another version of a file, and the same one in another pipeline, are other files', () => {
  const recent = createRecentChecks();
  recent.add(file('a.sql'), checkedWith(1));

  expect(recent.get(file('a.sql', '2'))).toBeUndefined();
  expect(recent.get({ ...file('a.sql'), pipeline: { ...PIPELINE, name: 'other' } })).toBeUndefined();
});

test('a file with many findings is not kept', () => {
  const recent = createRecentChecks();
  recent.add(file('a.sql'), checkedWith(11));

  expect(recent.get(file('a.sql'))).toBeUndefined();
});
