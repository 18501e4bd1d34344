// Test files share a worker's process and its modules (`isolate: false`): each leaves the process as it found it. A file
// that needs a module of ours anew, such as a handler that read its environment when it was loaded, resets the modules.
import { afterAll, vi } from 'vitest';

const found = { ...process.env };

afterAll(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  for (const name of Object.keys(process.env)) if (!(name in found)) delete process.env[name];
  Object.assign(process.env, found);
});
