// The real clock and real chance.
import { setTimeout } from 'node:timers/promises';
import { v7 as uuidv7 } from 'uuid';
import type { VersionId } from '../domain/version.ts';
import type { Runtime } from '../ports/runtime.ts';

export const systemRuntime: Runtime = {
  now: () => new Date(),
  pause: (milliseconds) => setTimeout(milliseconds),
  random: Math.random,
  newVersionId: () => uuidv7() as VersionId,
};
