// `login` as a person does it: starts the command, reads the address that it prints, and goes there.
import type { ChildProcess } from 'node:child_process';
import { onTestFinished } from 'vitest';
import { type Ended, ended } from '../../support/ended.ts';
import type { Cli } from './run-cli.ts';

export interface StartedLogin {
  /** Where the person is to go. */
  readonly address: string;
  readonly process: ChildProcess;
  readonly end: Promise<Ended>;
}

export async function startLogin(cli: Cli, ...flags: string[]): Promise<StartedLogin> {
  const process = cli.start('login', '--no-browser', ...flags);
  onTestFinished(() => void process.kill());
  const end = ended(process);
  const { promise, resolve } = Promise.withResolvers<string>();
  let printed = '';
  process.stderr?.on('data', (chunk: Buffer) => {
    printed += chunk;
    const [, address] = /^ {2}(http.*)\n/m.exec(printed) ?? [];
    if (address) resolve(address);
  });
  const failed = end.then(({ stderr }) => {
    throw new Error(`login ended before it printed an address: ${stderr}`);
  });
  failed.catch(() => undefined);
  return { address: await Promise.race([promise, failed]), process, end };
}
