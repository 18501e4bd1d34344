// A gateway over a small table of its own, on a free port, closed when the test ends.
import type { APIGatewayProxyEvent } from 'aws-lambda';
import { onTestFinished } from 'vitest';
import { startGateway } from '../../../../infra/local/gateway/gateway.ts';
import type { GatewayRoute } from '../../../../infra/local/gateway/route-matcher.ts';
import type { HttpServer } from '../../../../infra/local/http/http-server.ts';
import type { ProxyHandler } from '../../../../infra/local/lambda/handlers.ts';
import { exchange, type Outgoing } from './exchange.ts';

export const ROUTES: readonly GatewayRoute[] = [
  { method: 'GET', path: '/echo', handler: 'echo' },
  { method: 'POST', path: '/echo', handler: 'echo' },
  { method: 'GET', path: '/things/{name}', handler: 'echo' },
  { method: 'GET', path: '/things/{name}/files/{path+}', handler: 'echo' },
];

const answer =
  (statusCode: number): ProxyHandler =>
  async (event) => ({ statusCode, body: JSON.stringify(event) });

export async function useGateway(
  handlers: Readonly<Record<string, ProxyHandler>> = {},
  routes: readonly GatewayRoute[] = ROUTES,
): Promise<HttpServer> {
  const all: Record<string, ProxyHandler> = { echo: answer(200), 'no-route': answer(404), ...handlers };
  const loadHandler = async (name: string) => all[name] ?? Promise.reject(new Error(`there is no ${name}`));
  const gateway = await startGateway({ port: 0, routes, loadHandler });
  onTestFinished(() => gateway.close());
  return gateway;
}

/** The event that a request becomes. */
export async function eventOf(outgoing: Outgoing): Promise<APIGatewayProxyEvent> {
  const { url } = await useGateway();
  return JSON.parse((await exchange(url, outgoing)).body);
}
