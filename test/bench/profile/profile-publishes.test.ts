import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { profilePublishes } from './profile-publishes.ts';

interface Profile {
  readonly nodes: readonly { readonly callFrame: { readonly functionName: string; readonly url: string } }[];
  readonly samples: readonly number[];
}

test('the profile has what the service did to publish, and nothing else is left behind', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'profile-'));
  onTestFinished(() => rmSync(dir, { recursive: true }));

  await profilePublishes(join(dir, 'a.cpuprofile'), { minio: false, dynamodbLocal: false }, FEW);

  const { nodes, samples }: Profile = JSON.parse(readFileSync(join(dir, 'a.cpuprofile'), 'utf8'));
  expect(readdirSync(dir)).toEqual(['a.cpuprofile']);
  expect(samples.length).toBeGreaterThan(100);
  expect(nodes.map(({ callFrame }) => callFrame.url)).toContainEqual(
    expect.stringMatching(/functions\/usecases\/publish-version\.ts$/),
  );
}, 60_000);

const FEW = { warmUps: 1, samples: 20 };
