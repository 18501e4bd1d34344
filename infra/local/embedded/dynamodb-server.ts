// The embedded DynamoDB: its wire protocol.
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.LowLevelAPI.html
import { crc32 } from 'node:zlib';
import type { APIGatewayProxyResult } from 'aws-lambda';
import { createFullDisk, type FullDisk } from '../../s3-server/full-disk.ts';
import type { AccessKeys } from '../endpoints.ts';
import { type HttpServer, startHttpServer } from '../http/http-server.ts';
import type { HttpRequest } from '../http/request.ts';
import { type Operations, openOperations } from './dynamodb-operations.ts';
import { signatureProblem } from './dynamodb-signature.ts';
import {
  FAILED,
  FOREIGN,
  isRefusal,
  type Refusal,
  TOO_LARGE,
  UNKNOWN_OPERATION,
  UNREADABLE,
  UNSIGNED,
} from './refusals.ts';

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html */
const MAX_BODY_BYTES = 16 * 1024 * 1024;
const WRITES: ReadonlySet<string> = new Set(['BatchWriteItem', 'DeleteItem', 'PutItem', 'UpdateItem']);
const TARGET = /^DynamoDB_20120810\.(\w+)$/;

export interface DynamoDbServerOptions {
  readonly dataDir: string;
  /** 0 for any that is free. */
  readonly port: number;
  /** Requests must be signed with these keys; without them any signature is taken. */
  readonly keys?: AccessKeys | undefined;
}

/** Listens on 127.0.0.1 only. Rejects with the error of `listen`, of the file system or of LevelDB. */
export async function startDynamoDbServer(options: DynamoDbServerOptions): Promise<HttpServer> {
  const { dataDir, port, keys } = options;
  const operations = await openOperations(dataDir);
  const fullDisk = createFullDisk('DynamoDB');
  try {
    const server = await startHttpServer({
      port,
      maxBodyBytes: MAX_BODY_BYTES,
      answer: (request) => answer({ operations, keys, fullDisk }, request),
      forbidden: () => refused(FOREIGN),
      failed: () => refused(FAILED),
    });
    return {
      url: server.url,
      async close() {
        await server.close();
        await operations.close();
      },
    };
  } catch (error) {
    await operations.close();
    throw error;
  }
}

interface AnswerDeps {
  readonly operations: Operations;
  readonly keys: AccessKeys | undefined;
  readonly fullDisk: FullDisk;
}

async function answer(
  { operations, keys, fullDisk }: AnswerDeps,
  request: HttpRequest,
): Promise<APIGatewayProxyResult> {
  if (request.method === 'GET' || request.method === 'HEAD') return HEALTHY;
  if (request.isTooLarge) return refused(TOO_LARGE);
  const input = jsonObject(request.body);
  if (input === undefined) return refused(UNREADABLE);
  const [, operation = ''] = TARGET.exec(String(request.headers['x-amz-target'])) ?? [];
  if (request.method !== 'POST' || !operations.has(operation)) return refused(UNKNOWN_OPERATION);
  if (!request.headers.authorization?.startsWith('AWS4-')) return refused(UNSIGNED);
  const problem = keys && (await signatureProblem(keys, request));
  if (problem !== undefined) return refused(problem);
  try {
    const output = await operations.perform(operation, input);
    if (WRITES.has(operation)) fullDisk.hasRoom();
    return json(200, output);
  } catch (error) {
    if (isRefusal(error)) return refused(error);
    if (fullDisk.isReason(error)) return refused(FAILED);
    throw error;
  }
}

/** `undefined` if the body is anything else. */
function jsonObject(body: Buffer): object | undefined {
  try {
    const value: unknown = JSON.parse(body.toString());
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined; // the caller answers 400
  }
}

const refused = ({ statusCode, body }: Refusal) => json(statusCode, body);

function json(statusCode: number, output: object): APIGatewayProxyResult {
  const body = JSON.stringify(output);
  const headers = { 'Content-Type': 'application/x-amz-json-1.0', 'x-amz-crc32': crc32(body) };
  return { statusCode, headers, body };
}

const HEALTHY: APIGatewayProxyResult = {
  statusCode: 200,
  headers: { 'Content-Type': 'text/plain' },
  body: 'healthy',
};
