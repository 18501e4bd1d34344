// Ports for servers that cannot pick one themselves.
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';

/** The given port of 127.0.0.1, or any that is free for 0. Rejects with the error of `listen` if it is taken. */
export async function freePort(port = 0): Promise<number> {
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  const found = (server.address() as AddressInfo).port;
  server.close();
  await once(server, 'close');
  return found;
}
