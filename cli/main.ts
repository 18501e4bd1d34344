#!/usr/bin/env node
// The command line as a program: npm run cli -- …
import program from '../package.json' with { type: 'json' };
import { endWith } from './end-with.ts';
import { Interrupted } from './failures.ts';
import { createProgram } from './program.ts';
import { openSession } from './session.ts';

const args = process.argv.slice(2);
// No option of the program: `pull` has one of this name.
if (args.length === 1 && ['--version', '-V'].includes(args[0] ?? '')) {
  console.log(program.version);
  process.exit(0);
}
const stop = new AbortController();
// Once: a second Ctrl-C ends the process at once. DIR of a pull is whole even then.
process.once('SIGINT', () => stop.abort(new Interrupted('Stopped.')));

// `| head` has seen enough.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

try {
  await createProgram((command) => openSession(command, stop.signal)).parseAsync(args, { from: 'user' });
} catch (error) {
  process.exitCode = endWith(error, args);
}
