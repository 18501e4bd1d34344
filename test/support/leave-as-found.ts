// Test files share a worker's process and the packages that it has loaded (`isolate: false`): each leaves the process as it
// found it. Our own modules are loaded anew for each file: a handler reads its environment when it is loaded.
import { afterAll, vi } from 'vitest';

const found = { ...process.env };

// Properties that state no seed of their own. Without SEED each run draws another one, and a failure prints it.
if (process.env.SEED) (await import('fast-check')).configureGlobal({ seed: Number(process.env.SEED) });

afterAll(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  vi.resetModules();
  for (const name of Object.keys(process.env)) if (!(name in found)) delete process.env[name];
  Object.assign(process.env, found);
});
