// The deployment's own check is asked about what becomes visible, once, and its answer decides.
import { expect, test } from 'vitest';
import type { Candidate } from '../../../functions/domain/candidate.ts';
import type { OwnAnswer } from '../../../functions/domain/checks/own-check.ts';
import { freezing } from '../../../functions/domain/freeze.ts';
import type { CandidateCheck } from '../../../functions/ports/candidate-check.ts';
import { type PublishInput, publishVersion } from '../../../functions/usecases/publish-version.ts';
import { type RollbackInput, rollbackVersion } from '../../../functions/usecases/rollback-version.ts';
import { type Desk, keyed, once, PIPELINE, refusal, setUpDesk } from './desk.ts';

const PASSED: OwnAnswer = { isAnswered: true, valid: true, files: [], message: null };
const SILENT: OwnAnswer = { isAnswered: false, reason: 'did not answer within 10 s' };
const REFUSED: OwnAnswer = {
  isAnswered: true,
  valid: false,
  files: [
    { path: 'pipeline.sql', errors: [{ rule: 'L044', line: 1, column: 8, message: 'Star' }], warnings: [] },
  ],
  message: 'No stars here.',
};
const ALLOWED = { allowFailedChecks: true };
const MARKER = '<<<<<<< HEAD\n';

interface Checked {
  readonly desk: Desk;
  readonly asked: Candidate[];
  publish(input?: Partial<PublishInput>): ReturnType<typeof publishVersion>;
  rollback(target: number, input?: Partial<RollbackInput>): ReturnType<typeof rollbackVersion>;
}

/** A desk whose check answers so, after what others do meanwhile. */
function checkedDesk(
  answer: OwnAnswer,
  {
    unreachable = 'refuse' as CandidateCheck['unreachable'],
    meanwhile = (_: Desk): unknown => undefined,
  } = {},
): Checked {
  const desk = setUpDesk();
  const asked: Candidate[] = [];
  const candidateCheck: CandidateCheck = {
    unreachable,
    async ask(candidate) {
      asked.push(candidate);
      await meanwhile(desk);
      return answer;
    },
  };
  const deps = { ...desk.deps, candidateCheck };
  const common = { pipeline: PIPELINE, createdBy: 'ann', request: null };
  desk.save('pipeline.sql');
  return {
    desk,
    asked,
    publish: (input) => publishVersion(deps, { ...common, message: 'a message', ...input }),
    rollback: (target, input) => rollbackVersion(deps, { ...common, target, ...input }),
  };
}

const currentOf = async ({ deps }: Desk) => (await deps.versions.readState(PIPELINE))?.current ?? null;

test('the check is asked about the pins that become visible', async () => {
  const { publish, asked } = checkedDesk(PASSED);

  const { version, report } = await publish();

  expect(asked).toEqual([
    {
      pipeline: PIPELINE,
      message: 'a message',
      createdBy: 'ann',
      rollbackOf: null,
      snapshotId: version.snapshot.id,
      fingerprint: version.fingerprint,
      source: 'pipeline.sql',
      files: version.files,
    },
  ]);
  expect({ stored: version.checks, report }).toMatchObject({ stored: 'passed', report: { valid: true } });
});

test.each(['publish', 'rollback'] as const)('a %s that it refuses makes no version', async (what) => {
  const { desk, publish, rollback } = checkedDesk(REFUSED);
  await desk.publish();

  const trying = what === 'publish' ? publish() : rollback(1);

  await expect(trying).rejects.toMatchObject({
    ...refusal('CHECKS_FAILED', {
      checks: {
        verdict: 'failed',
        valid: false,
        files: [{ path: 'pipeline.sql', errors: [{ rule: 'L044', line: 1, column: 8 }], warnings: [] }],
        more: 0,
        message: 'No stars here.',
      },
    }),
    message: expect.stringMatching(/nothing was published.*allow_failed_checks.*No stars here\./),
  });
  expect(await currentOf(desk)).toMatchObject({ number: 1 });
});

test.each(['publish', 'rollback'] as const)(
  'a %s passes where the request allows it, and says so',
  async (what) => {
    const { desk, publish, rollback } = checkedDesk(REFUSED);
    await desk.publish();

    const made = what === 'publish' ? await publish(ALLOWED) : await rollback(1, ALLOWED);

    expect(made).toMatchObject({
      version: { number: 2, checks: 'failed' },
      report: { verdict: 'failed', valid: false, message: 'No stars here.' },
    });
    expect(await currentOf(desk)).toMatchObject({ number: 2, checks: 'failed' });
  },
);

test.each(['publish', 'rollback'] as const)('a %s makes no version if it does not answer', async (what) => {
  const { desk, publish, rollback } = checkedDesk(SILENT);
  await desk.publish();

  const trying = what === 'publish' ? publish() : rollback(1);

  await expect(trying).rejects.toMatchObject({
    code: 'CHECK_UNAVAILABLE',
    message: expect.stringMatching(/did not answer within 10 s\. Nothing was published/),
  });
  expect(await currentOf(desk)).toMatchObject({ number: 1 });
});

test.each([
  ['the deployment', { unreachable: 'allow' as const }, {}],
  ['the request', {}, ALLOWED],
])(
  'without an answer it is published where %s allows it, and the version says skipped',
  async (_, options, input) => {
    const { publish, rollback } = checkedDesk(SILENT, options);

    const made = await publish(input);
    const back = await rollback(1, input);

    for (const { version, report } of [made, back]) {
      expect(version.checks).toBe('skipped');
      expect(report).toMatchObject({
        verdict: 'skipped',
        message: expect.stringContaining('did not answer'),
      });
    }
  },
);

test('a deployment that lets silence pass does not let a refusal pass', async () => {
  const { publish } = checkedDesk(REFUSED, { unreachable: 'allow' });

  await expect(publish()).rejects.toMatchObject({ code: 'CHECKS_FAILED' });
});

test('errors of the built-in checks refuse before the check is asked, and outweigh its silence', async () => {
  const { desk, publish, asked } = checkedDesk(SILENT);
  desk.save('pipeline.sql', MARKER);

  await expect(publish()).rejects.toMatchObject({ code: 'CHECKS_FAILED' });
  expect(asked).toEqual([]);
  expect((await publish(ALLOWED)).version.checks).toBe('failed');
});

test('a version that failed stays so although the check passes its rollback, one that was skipped is looked at', async () => {
  const failing = checkedDesk(PASSED);
  failing.desk.save('pipeline.sql', MARKER);
  await failing.publish(ALLOWED);
  const skipped = checkedDesk(PASSED);
  await publishVersion(
    { ...skipped.desk.deps, candidateCheck: { unreachable: 'allow', ask: async () => SILENT } },
    { pipeline: PIPELINE, message: 'm', createdBy: null, request: null },
  );

  expect((await failing.rollback(1)).version.checks).toBe('failed');
  expect((await skipped.rollback(1)).version.checks).toBe('incomplete');
});

test('a publish that starts over with other pins is checked anew, and those become visible', async () => {
  let isFirst = true;
  const { publish, asked } = checkedDesk(PASSED, {
    async meanwhile(desk) {
      if (!isFirst) return;
      isFirst = false;
      desk.save('pipeline.sql', 'select 2');
      await desk.publish();
      desk.save('pipeline.sql', 'select 3');
    },
  });

  const { version } = await publish();

  expect(version.number).toBe(2);
  expect(asked).toHaveLength(2);
  expect(asked[0]?.snapshotId).not.toBe(version.snapshot.id);
  expect(asked[1]).toMatchObject({ snapshotId: version.snapshot.id, files: version.files });
});

test.each(['publish', 'rollback'] as const)(
  'the candidate of a %s that loses a race is not sent again',
  async (what) => {
    const { desk, publish, rollback, asked } = checkedDesk(PASSED, {
      meanwhile: (others) => others.publish(),
    });
    await desk.publish();

    const { version } = what === 'publish' ? await publish() : await rollback(1);

    expect(version).toMatchObject({ number: 3, checks: 'passed' });
    expect(asked).toHaveLength(1);
  },
);

test('a repetition with the same key sends nothing, and a refused one is asked about anew', async () => {
  const passing = checkedDesk(PASSED);
  const refusing = checkedDesk(REFUSED);
  const request = keyed('k');

  await passing.publish({ request });
  const again = await passing.publish({ request });
  await expect(refusing.publish({ request })).rejects.toMatchObject({ code: 'CHECKS_FAILED' });
  await expect(refusing.publish({ request })).rejects.toMatchObject({ code: 'CHECKS_FAILED' });

  expect(again).toMatchObject({ replayed: true, version: { number: 1 } });
  expect(passing.asked).toHaveLength(1);
  expect(refusing.asked).toHaveLength(2);
});

test('nothing is asked of what will not be published', async () => {
  const { desk, publish, rollback, asked } = checkedDesk(PASSED);
  await desk.publish();

  await publish({ skipUnchanged: true });
  await expect(publish({ expectedVersion: 7 })).rejects.toMatchObject({ code: 'PRECONDITION_FAILED' });
  await expect(rollback(9)).rejects.toMatchObject({ code: 'VERSION_NOT_FOUND' });

  expect(asked).toEqual([]);
});

test('a check that would begin too late for all of its time is not begun', async () => {
  const { desk, publish, asked } = checkedDesk(PASSED);
  desk.meanwhile.list = once(() => {
    desk.clock.at += 11_000;
  });

  await expect(publish()).rejects.toMatchObject({
    code: 'CHECK_UNAVAILABLE',
    message: expect.stringContaining('no time left'),
  });
  expect(asked).toEqual([]);
});

test('a freeze that begins while the check is asked holds', async () => {
  const { desk, publish } = checkedDesk(PASSED, {
    meanwhile: (others) =>
      others.deps.versions.setFreeze(
        PIPELINE,
        freezing({
          reason: 'Quarter end',
          frozenBy: null,
          frozenAt: others.deps.runtime.now(),
          until: new Date(others.deps.runtime.now().getTime() + 60_000),
        }),
      ),
  });
  await desk.publish();

  await expect(publish()).rejects.toMatchObject({ code: 'FROZEN' });
  expect(await currentOf(desk)).toMatchObject({ number: 1 });
});
