// The local server as a program: flags in, addresses out, stopped by Ctrl-C. Loaded by start.mjs.

import { stopOnSignals } from '../cli/stopper.ts';
import { createPrivateFiles } from '../data-dir.ts';
import { StartError } from '../start-error.ts';
import { announcement } from './announcement.ts';
import { findAuthor } from './author.ts';
import { parseFlags } from './flags.ts';

createPrivateFiles();
const flags = parseFlags(process.argv.slice(2));
const options = { ...flags, author: flags.author === undefined ? await findAuthor() : flags.author };
// Only now, so that `--help` and a wrong flag answer at once.
const starting = import('./local-server.ts').then(({ startLocalServer }) => startLocalServer(options));

stopOnSignals(starting, (server) => server.close());

try {
  console.log(announcement(await starting, options));
} catch (error) {
  // What the user can mend is one line; a fault of ours keeps its stack.
  console.error(error instanceof StartError ? error.message : error);
  process.exit(1);
}
