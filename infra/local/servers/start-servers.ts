// Installs the servers of `npm run servers`, or starts them with their data below one directory.
import { join } from 'node:path';
import { provideDataDir } from '../data-dir.ts';
import { eventsToken } from '../events-token.ts';
import { explained } from '../start-error.ts';
import { WEBHOOK_PATH } from '../webhook-settings.ts';
import { forAvailable } from './available.ts';
import { installDynamoDbLocal, startDynamoDbLocal } from './dynamodb-local.ts';
import type { ServersOptions } from './flags.ts';
import { freePort } from './free-port.ts';
import { installLocalStack, startLocalStack } from './localstack.ts';
import { installMc, installMinio, startMinio } from './minio.ts';
import { PORT_FLAGS, type ServerName } from './server-name.ts';
import type { RunningServer } from './spawn-server.ts';

export type Addresses = ReadonlyMap<ServerName, string>;

export interface RunningServers {
  readonly addresses: Addresses;
  /** The token that MinIO sends with its events. */
  readonly token: string;
  stop(): Promise<void>;
}

export async function installServers(options: ServersOptions): Promise<void> {
  const install = {
    minio: async () => {
      await installMinio();
      await installMc();
    },
    dynamodbLocal: installDynamoDbLocal,
    localstack: installLocalStack,
  } satisfies Record<ServerName, () => Promise<unknown>>;
  await forAvailable<unknown>(options, (name) => install[name]());
}

/** Rejects with a `StartError` or a `MissingTool` for what the user can mend; nothing is left running then. */
export async function startServers(options: ServersOptions): Promise<RunningServers> {
  const started: RunningServer[] = [];
  const stop = async () => void (await Promise.all(started.map((server) => server.stop())));
  try {
    await provideDataDir(options.dataDir);
    const { value: token } = await eventsToken(options.dataDir, process.env);
    const addresses = await forAvailable(options, async (name) => {
      const server = await start(name, options, token);
      started.push(server);
      return server.url;
    });
    return { addresses, token, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function start(name: ServerName, options: ServersOptions, token: string): Promise<RunningServer> {
  const { ports, apiPort, dataDir } = options;
  const place = { port: ports[name], portFlag: PORT_FLAGS[name], dataDir };
  const port = await explained(freePort(ports[name]), place);
  switch (name) {
    case 'minio':
      return startMinio({ port, dataDir: join(dataDir, 'minio'), webhook: webhook(apiPort, token) });
    case 'dynamodbLocal':
      return startDynamoDbLocal({ port, dataDir: join(dataDir, 'dynamodb-local') });
    case 'localstack':
      return startLocalStack({ port });
  }
}

function webhook(apiPort: number, token: string) {
  return { endpoint: `http://127.0.0.1:${apiPort}${WEBHOOK_PATH}`, token };
}
