// `npm run test:portal`: the portal in a real Chromium on the running service. CHROMIUM_PATH names the browser; otherwise
// the system's is used. Without a browser the run says so and counts as skipped, or with --require-browser as failed.
// Arguments after `--` go to vitest.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { findChromium } from './support/find-chromium.ts';

const args = process.argv.slice(2);
const isRequired = args.includes('--require-browser');
const chromium = await findChromium();

if (chromium === undefined) {
  console.log(
    'skipped: there is no Chromium on this machine; install one (Debian: apt-get install chromium), or name its file in CHROMIUM_PATH',
  );
  process.exitCode = isRequired ? 1 : 0;
} else {
  const vitest = ['node_modules/vitest/vitest.mjs', 'run', '--config', 'test/portal/vitest.config.ts'];
  const child = spawn(
    process.execPath,
    [...vitest, ...args.filter((argument) => argument !== '--require-browser')],
    { stdio: 'inherit', env: { ...process.env, CHROMIUM_PATH: chromium } },
  );
  const [code] = await once(child, 'exit');
  process.exitCode = code ?? 1;
}
