// When a release is made: `node test/deployed/keep-release.ts` keeps it for the upgrade test of later ones.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contextFlags, DEFAULT_STACK } from '../../infra/local/deployment/emulator.ts';
import { keepRelease } from './kept-release.ts';

const dir = mkdtempSync(join(tmpdir(), 'release-'));
const synth = ['node_modules/aws-cdk/bin/cdk', 'synth', '--quiet', '--output', dir];
execFileSync(process.execPath, [...synth, ...contextFlags({ stackName: DEFAULT_STACK })], {
  stdio: 'inherit',
});
keepRelease(dir);
rmSync(dir, { recursive: true });
