// The real clock and real chance.
import { v7 as uuidv7 } from 'uuid';
import type { VersionId } from '../domain/version.ts';
import type { Runtime } from '../ports/runtime.ts';
import { pauseInScope } from '../request-scope.ts';

export const systemRuntime: Runtime = {
  now: () => new Date(),
  pause: pauseInScope,
  random: Math.random,
  newVersionId: () => uuidv7() as VersionId,
};
