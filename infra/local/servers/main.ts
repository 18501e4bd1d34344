// `npm run servers`: flags in, addresses out, stopped by Ctrl-C.

import { stopOnSignals } from '../cli/stopper.ts';
import { createPrivateFiles } from '../data-dir.ts';
import { StartError } from '../start-error.ts';
import { announcement } from './announcement.ts';
import { parseFlags } from './flags.ts';
import { installServers, startServers } from './start-servers.ts';
import { MissingTool } from './tools.ts';

createPrivateFiles();
const options = parseFlags(process.argv.slice(2));

try {
  if (options.installOnly) await installServers(options);
  else await runServers();
} catch (error) {
  // What the user can mend is one line; a fault of ours keeps its stack.
  console.error(error instanceof StartError || error instanceof MissingTool ? error.message : error);
  process.exit(1);
}

async function runServers(): Promise<void> {
  const starting = startServers(options);
  stopOnSignals(starting, (servers) => servers.stop());
  const { addresses, token } = await starting;
  console.log(announcement(addresses, { apiPort: options.apiPort, token }));
}
