// What a failed step says of rights and logs is so: the role of that function has them, and the log group is named so.
import { expect, test } from 'vitest';
import { smokeSteps } from '../../../infra/smoke/smoke-steps.ts';
import { createWorld } from '../../../infra/smoke/world.ts';
import { statementsOf } from '../aws/granted.ts';
import { resourcesOf, synthesized } from '../aws/synthesized.ts';

const { template } = synthesized();
const target = {
  ...{ url: 'http://127.0.0.1:1', source: '--url', isTrusted: true },
  access: { by: 'nothing' },
} as const;
const world = await createWorld(target, { namespace: 'smoke', s3: false, waitForEvents: 1 });
const steps = smokeSteps(world);

test.each(steps.map(({ name, lookAt }) => [name, lookAt] as const))(
  '%s: the function has the rights',
  (_, { operation, rights }) => {
    const granted = statementsOf(template, `Api${operation}Function`).flatMap(({ Action }) => Action);

    expect(granted).toEqual(expect.arrayContaining([...rights]));
    const groups = resourcesOf(template, 'AWS::Logs::LogGroup').map(([id]) => id);
    expect(groups.filter((id) => id.startsWith(`Api${operation}`))).toHaveLength(1);
  },
);

test('a step needs earlier ones alone, and no two have the same name', () => {
  const names = steps.map(({ name }) => name);

  expect(new Set(names).size).toBe(names.length);
  for (const [index, { needs }] of steps.entries())
    expect(names.slice(0, index)).toEqual(expect.arrayContaining([...needs]));
});
