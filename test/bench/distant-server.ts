// A network before a server of this machine: a TCP proxy that hands everything on so many milliseconds later, each way.
// Servers and clients that share two cores and no wire say little about requests side by side.
import { once } from 'node:events';
import { type AddressInfo, createConnection, createServer, type Socket } from 'node:net';

export interface DistantServer {
  readonly url: string;
  stop(): void;
}

export async function startDistantServer(url: string, milliseconds: number): Promise<DistantServer> {
  const { hostname, port } = new URL(url);
  const sockets = new Set<Socket>();
  const proxy = createServer({ allowHalfOpen: true, noDelay: true }, (near) => {
    const far = createConnection({ host: hostname, port: Number(port), allowHalfOpen: true, noDelay: true });
    for (const socket of [near, far]) sockets.add(socket.once('close', () => sockets.delete(socket)));
    handOn(near, far, milliseconds);
    handOn(far, near, milliseconds);
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  return {
    url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    stop() {
      proxy.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

/** Timers of one length run in the order in which they were set. */
function handOn(from: Socket, to: Socket, milliseconds: number): void {
  const later = (act: () => void) => setTimeout(() => to.destroyed || act(), milliseconds);
  from.on('data', (chunk) => later(() => to.write(chunk)));
  from.on('end', () => later(() => to.end()));
  from.on('error', () => to.destroy());
}
