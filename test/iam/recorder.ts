// Loaded into a service before its own code (`--import`): writes each kind of access that its functions make to S3 and
// DynamoDB to a file of RECORD_ACCESSES, once, with the function that made it. check.ts holds them against the policies.
import { AsyncLocalStorage } from 'node:async_hooks';
import { appendFileSync } from 'node:fs';
import { Server } from 'node:http';
import { basename, join } from 'node:path';
import { isMainThread, threadId, workerData } from 'node:worker_threads';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { ENV_PREFIX, layoutVariables } from '../../functions/config.ts';
import { layout } from '../../functions/domain/layout.ts';
import { routeTable } from '../../functions/http/routes.ts';
import { createRouteMatcher, NO_ROUTE } from '../../infra/local/gateway/route-matcher.ts';
import { type Access, accessesOf } from './access.ts';

export interface Recorded extends Access {
  /** The file in functions/handlers. */
  readonly handler: string;
  /** The settings that are not as by default: policies follow them. */
  readonly layout: Readonly<Record<string, string>>;
}

const OBSERVER = 'observe-drafts';

const file = join(process.env.RECORD_ACCESSES ?? '', `${process.pid}-${threadId}.jsonl`);
const written = new Set<string>();
const handlers = new AsyncLocalStorage<string>();

/** What no route of the API has caused was caused by an event: by the queue, by the webhook or by a save in the embedded S3. */
function currentHandler(): string {
  if (!isMainThread) return basename(String(workerData), '.ts');
  const handler = handlers.getStore() ?? NO_ROUTE;
  return handler === NO_ROUTE ? OBSERVER : handler;
}

function layoutSettings(): Readonly<Record<string, string>> {
  const { sources, layers, prefix } = layout();
  const variables = layoutVariables({ sources, layers, prefix: prefix.text });
  return Object.fromEntries(
    Object.entries(variables).map(([name, text]) => [name.slice(ENV_PREFIX.length).toLowerCase(), text]),
  );
}

function record(command: string, input: object): void {
  for (const access of accessesOf(command, { ...input })) {
    const recorded: Recorded = { handler: currentHandler(), layout: layoutSettings(), ...access };
    const line = JSON.stringify(recorded);
    if (written.has(line)) continue;
    written.add(line);
    appendFileSync(file, `${line}\n`); // at once: a suite may kill the service
  }
}

/** The laptop's own set-up uses the SDK as well, in part by the functions' adapters. */
function isOfFunctions(): boolean {
  Error.stackTraceLimit = 60;
  const { stack = '' } = new Error();
  Error.stackTraceLimit = 10;
  return stack.includes('/functions/') && !stack.includes('/infra/local/provision/');
}

// Whatever is sent or signed becomes a request here, in the class that all commands of the SDK extend.
const METHOD = 'resolveMiddlewareWithContext';
const base = prototypeWith(GetObjectCommand.prototype, METHOD);
const original = base[METHOD] as (this: { input: object }, ...args: unknown[]) => unknown;
base[METHOD] = function (this: { input: object }, ...args: unknown[]) {
  if (isOfFunctions()) record(this.constructor.name, this.input);
  return original.apply(this, args);
};

const matchRoute = createRouteMatcher(routeTable);
const emit = Server.prototype.emit;
Server.prototype.emit = function (this: Server, event: string, ...args: unknown[]) {
  const [request] = args as readonly { readonly method?: string; readonly url?: string }[];
  if (event !== 'request' || request === undefined) return Reflect.apply(emit, this, [event, ...args]);
  const [path = ''] = (request.url ?? '').split('?', 1);
  const { handler } = matchRoute(request.method ?? '', path);
  return handlers.run(handler, () => Reflect.apply(emit, this, [event, ...args]));
} as typeof emit;

function prototypeWith(prototype: object, method: string): Record<string, unknown> {
  if (Object.hasOwn(prototype, method)) return prototype as Record<string, unknown>;
  const next = Object.getPrototypeOf(prototype);
  if (next === null) throw new Error(`no class of the SDK's commands has ${method}`);
  return prototypeWith(next, method);
}
