// A server before a server, which lets requests meet the faults of a schedule. Requests and answers are small here, so
// both are held whole.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';
import type { AwsProtocol, Failure } from './aws-protocol.ts';
import { createForward, type Forward, type WholeAnswer, type WholeRequest } from './forward.ts';
import { type Decide, type Decision, FAULTS, type Fault } from './schedule.ts';

export interface FaultProxy {
  readonly url: string;
  /** How often each fault was met. */
  readonly met: Readonly<Record<Fault, number>>;
  /** Requests in all, with and without faults. */
  requests(): number;
  /** While it is calm, no request meets a fault. */
  setCalm(calm: boolean): void;
  /** Resolves when all that has come until now has arrived at the server, or never will. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

/** Longer than any client keeps an idle connection: what breaks, breaks by the schedule. */
const KEEP_ALIVE_MS = 120_000;

interface Exchange {
  readonly request: WholeRequest;
  readonly response: ServerResponse;
  readonly forward: Forward;
  readonly protocol: AwsProtocol;
  readonly milliseconds: number;
}

export async function startFaultProxy(
  serverUrl: string,
  protocol: AwsProtocol,
  decide: Decide,
): Promise<FaultProxy> {
  const forward = createForward(serverUrl);
  const running = new Set<Promise<void>>();
  const met = Object.fromEntries(FAULTS.map((fault) => [fault, 0])) as Record<Fault, number>;
  let requests = 0;
  let isCalm = false;

  function decisionFor(incoming: IncomingMessage): Decision {
    const { method = '', url: target = '', headers } = incoming;
    const decision = isCalm
      ? { fault: null, milliseconds: 0 }
      : decide(protocol.kindOf({ method, target, headers }));
    requests += 1;
    if (decision.fault !== null) met[decision.fault] += 1;
    return decision;
  }

  async function serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url: target = '', rawHeaders } = incoming;
    const { fault, milliseconds } = decisionFor(incoming);
    const request = { method, target, rawHeaders, body: await buffer(incoming) };
    await behave(fault, { request, response, forward, protocol, milliseconds });
  }

  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, (incoming, response) => {
    // Rejects if the client hangs up while it sends, or the server while it answers: both break the connection.
    const served = serve(incoming, response)
      .catch(() => void response.destroy())
      .finally(() => running.delete(served));
    running.add(served);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    met,
    requests: () => requests,
    setCalm(calm) {
      isCalm = calm;
    },
    settled: async () => void (await Promise.all(running)),
    async close() {
      server.close();
      server.closeAllConnections();
      await Promise.all(running);
    },
  };
}

async function behave(fault: Fault | null, exchange: Exchange): Promise<void> {
  const { request, response, forward, protocol, milliseconds } = exchange;
  switch (fault) {
    case null:
      return answer(response, await forward(request));
    case 'delayed':
      await setTimeout(milliseconds);
      return answer(response, await forward(request));
    case 'dropped':
      return void response.destroy();
    case 'late':
      response.destroy();
      await setTimeout(milliseconds);
      return void (await forward(request));
    case 'answer dropped':
      await forward(request);
      return void response.destroy();
    case 'answer cut':
      return cut(response, await forward(request));
    case 'doubled':
      await forward(request);
      return answer(response, await forward(request));
    case 'done, then 500':
      await forward(request);
      return fail(response, protocol.failures['500']);
    default:
      return fail(response, protocol.failures[fault]);
  }
}

function answer(response: ServerResponse, { status, rawHeaders, body }: WholeAnswer): void {
  response.writeHead(status, [...rawHeaders]).end(body);
}

function fail(response: ServerResponse, { status, contentType, body }: Failure): void {
  response.writeHead(status, { 'Content-Type': contentType }).end(body);
}

/** An empty answer is cut before its first byte. */
function cut(response: ServerResponse, { status, rawHeaders, body }: WholeAnswer): void {
  if (body.length === 0) return void response.destroy();
  response.writeHead(status, [...rawHeaders, 'Content-Length', String(body.length)]);
  response.write(body.subarray(0, Math.floor(body.length / 2)), () => response.destroy());
}
