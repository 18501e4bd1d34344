// The CDK's command line, led to an emulator.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { CREDENTIALS, REGION } from '../defaults.ts';
import { StartError } from '../start-error.ts';
import type { Emulator } from './emulator.ts';

const ROOT = join(import.meta.dirname, '../../..');
const CDKLOCAL = join(ROOT, 'node_modules/aws-cdk-local/bin/cdklocal');
/** Passed through to it as they are; all others of AWS are dropped. */
const GIVEN = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_REGION', 'AWS_S3_FORCE_PATH_STYLE'];

/**
 * Prints what it prints. Rejects with a `StartError` if it fails: it has said why. `cwd` without a cdk.json is for what
 * needs no stack to be synthesised.
 */
export async function cdklocal({ endpoint }: Emulator, args: readonly string[], cwd = ROOT): Promise<void> {
  const child = spawn(process.execPath, [CDKLOCAL, ...args], {
    cwd,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: {
      ...process.env,
      AWS_ENDPOINT_URL: endpoint,
      AWS_ENDPOINT_URL_S3: endpoint,
      AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
      AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
      AWS_REGION: REGION,
      AWS_S3_FORCE_PATH_STYLE: 'true',
      AWS_ENVAR_ALLOWLIST: GIVEN.join(','),
      CI: 'true', // progress in lines, on stdout
    },
  });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new StartError(`cdklocal ${args[0]} failed; see above.`);
}
