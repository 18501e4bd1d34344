// Real answers for the API page: the local service is started on an empty directory and asked.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { operations } from '../../client/operations.ts';
import type { OperationId } from '../../client/request.ts';
import { startLocalProcess } from '../../test/support/local-process.ts';
import { type ExampleCall, exampleCalls } from './example-calls.ts';
import { createStableText } from './stable-text.ts';

export interface Example {
  /** As it goes over the wire: the request line, then the headers. */
  readonly request: readonly string[];
  readonly requestBody: string | null;
  readonly status: number;
  /** Those that the API page explains. */
  readonly headers: Readonly<Record<string, string>>;
  /** `null` for an answer without one. */
  readonly body: string | null;
}

const PIPELINE = '/api/v1/pipelines/default/silver/clean_orders';

/** Values that differ from run to run (ids, times, signatures) are replaced by stable ones. */
export async function recordExamples(): Promise<ReadonlyMap<OperationId, Example>> {
  const dataDir = await mkdtemp(join(tmpdir(), 'api-examples-'));
  const anyPorts = ['--port', '0', '--s3-port', '0', '--dynamodb-port', '0'];
  const service = await startLocalProcess([...anyPorts, '--data', dataDir, '--no-demo', '--draft-runs']);
  const stable = createStableText();
  const examples = new Map<OperationId, Example>();
  try {
    for (const call of exampleCalls) {
      const example = await ask(service.apiUrl, call, stable);
      if (!call.hidden) examples.set(call.operation, example);
    }
  } finally {
    await service.stop();
    await rm(dataDir, { recursive: true });
  }
  return examples;
}

async function ask(apiUrl: string, call: ExampleCall, stable: (text: string) => string): Promise<Example> {
  const { method } = operations[call.operation];
  const target = targetOf(call);
  const headers = call.headers ?? {};
  const requestBody = bodyOf(call);
  const answer = await fetch(apiUrl + target, { method, headers, body: requestBody });
  const text = stable(await answer.text());
  if (!answer.ok) throw new Error(`The example of ${call.operation} answered ${answer.status}: ${text}`);
  return {
    request: [`${method} ${target}`, ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`)],
    requestBody: requestBody === null ? null : stable(requestBody),
    status: answer.status,
    headers: Object.fromEntries([...answer.headers].map(([name, value]) => [name, stable(value)])),
    body: text === '' ? null : text,
  };
}

function targetOf({ target }: ExampleCall): string {
  if (target.startsWith('/')) return target;
  return PIPELINE + (target.startsWith('?') ? target : `/${target}`);
}

function bodyOf({ body }: ExampleCall): string | null {
  if (body === undefined) return null;
  return typeof body === 'string' ? body : JSON.stringify(body);
}
