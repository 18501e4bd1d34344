// When a release is made: `node test/deployed/keep-release.ts` keeps it for the upgrade test of later ones.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { synthesize } from './assemblies.ts';
import { keepRelease } from './kept-release.ts';

const dir = mkdtempSync(join(tmpdir(), 'release-'));
synthesize(dir);
keepRelease(dir);
rmSync(dir, { recursive: true });
