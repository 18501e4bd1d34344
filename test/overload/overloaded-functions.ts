// Functions as AWS runs them: the deployed bundle under AWS's own runtime client, which takes one event after the other.
// All others wait, as they do in a Lambda whose concurrency is used up.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { APIGatewayProxyResult } from 'aws-lambda';
import { atExit } from '../../infra/local/servers/at-exit.ts';
import { prepareColdStarts } from '../bench/cold/cold-starts.ts';
import { findRuntimeClient } from '../bench/cold/runtime-client.ts';
import type { Server } from '../bench/start-server.ts';
import { startRuntimeApi } from '../support/runtime-api.ts';
import type { Answer } from './flood.ts';

export interface OverloadedFunction {
  readonly name: string;
  readonly pid: number;
  ask(number: number): Promise<Answer>;
  stop(): Promise<void>;
}

const NAMES = ['publish-version', 'get-pipeline', 'compare-versions'];

/** Throws a `MissingTool` where AWS's runtime client is not installed. */
export async function startOverloadedFunctions(server: Server): Promise<readonly OverloadedFunction[]> {
  const client = findRuntimeClient();
  const dir = mkdtempSync(join(tmpdir(), 'overload-'));
  atExit(() => rmSync(dir, { recursive: true, force: true }));
  const functions = await prepareColdStarts(server, dir);
  const chosen = functions.filter(({ name }) => NAMES.includes(name));
  return Promise.all(chosen.map((fn) => start(client.file, fn)));
}

async function start(
  clientFile: string,
  { name, event, variables }: Awaited<ReturnType<typeof prepareColdStarts>>[number],
): Promise<OverloadedFunction> {
  const api = await startRuntimeApi();
  const env = { ...variables, AWS_LAMBDA_RUNTIME_API: api.address, POWERTOOLS_LOG_LEVEL: 'CRITICAL' };
  const child = spawn(process.execPath, [clientFile], { env, stdio: ['ignore', 'ignore', 'inherit'] });
  const callOff = atExit(() => child.kill('SIGKILL'));
  await api.ready;
  return {
    name,
    pid: child.pid as number,
    async ask() {
      const { statusCode, headers = {} } = (await api.invoke(event)) as APIGatewayProxyResult;
      const entries = Object.entries(headers).map(([header, value]) => [header.toLowerCase(), `${value}`]);
      return { status: statusCode, headers: Object.fromEntries(entries) };
    },
    async stop() {
      child.kill('SIGKILL');
      await once(child, 'close');
      callOff();
      await api.close();
    },
  };
}
