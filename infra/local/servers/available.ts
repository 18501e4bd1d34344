// Runs an action for each wanted server, and skips those that this machine lacks a tool for.

import { type ServerName, TITLES } from './server-name.ts';
import { MissingTool } from './tools.ts';

export interface Wanted {
  readonly servers: readonly ServerName[];
  /** Whether the user named the servers: a missing one is an error then. */
  readonly named: boolean;
}

/**
 * One after the other, since the installs share downloads and processors. Rejects with a `MissingTool` if the server
 * was named, or if there is none left.
 */
export async function forAvailable<T>(
  { servers, named }: Wanted,
  action: (name: ServerName) => Promise<T>,
  report: (line: string) => void = console.error,
): Promise<ReadonlyMap<ServerName, T>> {
  const results = new Map<ServerName, T>();
  for (const name of servers) {
    try {
      results.set(name, await action(name));
    } catch (error) {
      if (named || !(error instanceof MissingTool)) throw error;
      report(`skipped ${TITLES[name]}: ${error.message}`);
    }
  }
  if (results.size === 0) throw new MissingTool('None of the servers can run on this machine.');
  return results;
}
