// One instance of a Lambda function as a process: what LocalStack's own init program does inside of its containers.
// It gives the Lambda Runtime API to the runtime (aws-lambda-ric) and speaks to LocalStack's executor endpoint.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json, text } from 'node:stream/consumers';
import { type Invocation, invocationError, invocationLog } from './invocation.ts';

interface Running {
  readonly invocation: Invocation;
  readonly startedAt: number;
  readonly timer: NodeJS.Timeout;
}

const variable = (name: string) => process.env[name] ?? '';
const runtimeId = variable('LOCALSTACK_RUNTIME_ID');
const timeoutMs = Number(process.env.AWS_LAMBDA_FUNCTION_TIMEOUT ?? 3) * 1_000;

const waiting: Invocation[] = [];
let running: Running | undefined;
/** The runtime asks for its next invocation and is answered when there is one. */
let question: ServerResponse | undefined;
let runtime: ChildProcess | undefined;
let runtimeStartedAt = 0;
let initMs: number | undefined;
let ready = false;
let output = '';

async function tellLocalStack(path: string, body: string): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  await fetch(variable('LOCALSTACK_RUNTIME_ENDPOINT') + path, { method: 'POST', body, headers });
}

const runtimeApi = createServer(async (request, response) => {
  const path = request.url?.replace('/2018-06-01/runtime', '') ?? '';
  if (path === '/invocation/next') return askForNext(response);
  const body = await text(request);
  response.writeHead(202, { 'content-type': 'application/json' }).end('{"status":"OK"}');
  if (path === '/init/error') return tellLocalStack(`/status/${runtimeId}/error`, body);
  const [, id, outcome] = /^\/invocation\/([^/]+)\/(response|error)$/.exec(path) ?? [];
  if (outcome !== undefined && running?.invocation['invoke-id'] === id) await finish(outcome, body);
});

const invocations = createServer(async (request: IncomingMessage, response) => {
  waiting.push((await json(request)) as Invocation);
  response.end();
  next();
});

async function askForNext(response: ServerResponse): Promise<void> {
  question = response;
  if (!ready) {
    ready = true;
    initMs = performance.now() - runtimeStartedAt;
    await tellLocalStack(`/status/${runtimeId}/ready`, '{}');
  }
  next();
}

function next(): void {
  // Not right after its end: a function that fails while it starts would be restarted in an endless loop.
  if (waiting.length > 0 && runtime === undefined) startRuntime();
  if (running !== undefined || question === undefined) return;
  const invocation = waiting.shift();
  if (invocation === undefined) return;
  running = { invocation, startedAt: performance.now(), timer: setTimeout(timeOut, timeoutMs) };
  question.writeHead(200, {
    'content-type': 'application/json',
    'lambda-runtime-aws-request-id': invocation['invoke-id'],
    'lambda-runtime-invoked-function-arn': invocation['invoked-function-arn'],
    'lambda-runtime-trace-id': invocation['trace-id'] ?? '',
    'lambda-runtime-deadline-ms': String(Date.now() + timeoutMs),
  });
  question.end(invocation.payload);
  question = undefined;
}

async function finish(outcome: string, body: string): Promise<void> {
  if (running === undefined) return;
  const { invocation, startedAt, timer } = running;
  clearTimeout(timer);
  running = undefined;
  const logs = invocationLog(invocation, { output, initMs, tookMs: performance.now() - startedAt });
  [output, initMs] = ['', undefined];
  const path = `/invocations/${invocation['invoke-id']}`;
  await tellLocalStack(`${path}/logs`, JSON.stringify({ logs }));
  await tellLocalStack(`${path}/${outcome}`, body);
}

function timeOut(): void {
  if (running === undefined) return;
  const seconds = (timeoutMs / 1_000).toFixed(2);
  const error = invocationError(
    running.invocation,
    'Sandbox.Timedout',
    `Task timed out after ${seconds} seconds`,
  );
  runtime?.removeAllListeners('exit').kill('SIGKILL');
  runtime = undefined;
  void finish('error', error).then(next);
}

function startRuntime(): void {
  runtimeStartedAt = performance.now();
  const { port } = runtimeApi.address() as AddressInfo;
  runtime = spawn(process.execPath, [variable('HOSTLAMBDA_RIC'), variable('_HANDLER')], {
    cwd: variable('LAMBDA_TASK_ROOT'),
    env: { ...process.env, AWS_LAMBDA_RUNTIME_API: `127.0.0.1:${port}` },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const stream of [runtime.stdout, runtime.stderr]) {
    stream?.on('data', (chunk) => {
      output += chunk;
      process.stdout.write(chunk);
    });
  }
  runtime.once('exit', (code, signal) => void ended(code ?? signal));
}

async function ended(how: number | NodeJS.Signals | null): Promise<void> {
  runtime = undefined;
  question = undefined;
  const message = `Runtime exited with error: exit status ${how}`;
  if (!ready) {
    const error = { errorType: 'Runtime.ExitError', errorMessage: message };
    return tellLocalStack(`/status/${runtimeId}/error`, JSON.stringify(error));
  }
  const invocation = running?.invocation ?? waiting.shift();
  if (invocation === undefined) return;
  running ??= { invocation, startedAt: runtimeStartedAt, timer: setTimeout(() => undefined) };
  await finish('error', invocationError(invocation, 'Runtime.ExitError', message));
  next();
}

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => {
    runtime?.removeAllListeners('exit').kill();
    process.exit(0);
  });
}

await once(runtimeApi.listen(0, '127.0.0.1'), 'listening');
await once(invocations.listen(Number(variable('HOSTLAMBDA_PORT')), '127.0.0.1'), 'listening');
startRuntime();
