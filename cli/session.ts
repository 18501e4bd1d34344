// What every command works with, made from the flags that all commands share.
import type { Command } from 'commander';
import { createClient } from '../client/client.ts';
import type { Client } from '../client/request.ts';
import { accessOf } from './access-of.ts';
import { findConfigFile } from './config-file.ts';
import { sessionFile } from './login/session-file.ts';
import { createOutput, type Output } from './output/output.ts';
import { quoted } from './output/quoted.ts';
import { screenOf } from './output/screen.ts';
import { chooseTarget, type Target, type TargetFlags } from './target.ts';

export interface Session {
  readonly client: Client;
  /** Where the service is, and who says so. */
  readonly target: Target;
  readonly out: Output;
  /** Where questions are asked. */
  readonly terminal: Terminal;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
}

export interface Terminal {
  readonly input: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly output: NodeJS.WritableStream;
}

export type OpenSession = (command: Command) => Promise<Session>;

interface SharedFlags extends TargetFlags {
  readonly json?: boolean;
  readonly color: boolean;
}

/** Throws `WrongUse` for a target that makes no sense. */
export async function openSession(command: Command, signal: AbortSignal): Promise<Session> {
  const flags = command.optsWithGlobals<SharedFlags>();
  const { stdout, stderr, env } = process;
  const { file, ignored } = await findConfigFile(process.cwd(), env);
  const out = createOutput({
    json: flags.json === true,
    stdout,
    stderr,
    screen: screenOf(stdout, env, flags.color),
  });
  for (const path of ignored) out.note(`${quoted(path)} is ignored: others can write it.`);
  const target = chooseTarget(flags, env, file, (url) => sessionFile(url, env).exists());
  return {
    client: createClient({ baseUrl: target.url, ...(await accessOf(target)) }),
    target,
    out,
    terminal: { input: process.stdin, output: stderr },
    signal,
  };
}

/** For what changes something: a mistake in the address is seen at once. */
export function nameService({ out, target }: Session): void {
  out.note(`Service: ${target.url} (${quoted(target.source)}).`);
}
