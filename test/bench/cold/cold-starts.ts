// The functions to measure: every one that a deployment has and somebody waits for, and for comparison one that does nothing.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { IDENTITY } from '../../support/clients.ts';
import { createBenchPipeline } from '../bench-pipeline.ts';
import type { Server } from '../start-server.ts';
import { type Bundle, readBundle } from './bundle.ts';
import type { ColdStart } from './cold-start.ts';
import { synthesizeFunctions } from './deployed-functions.ts';
import { firstEvent, NAME, UNAWAITED } from './first-events.ts';

export interface ColdFunction extends ColdStart {
  /** The function that does nothing has none. */
  readonly bundle?: Bundle;
}

const FILES = 10;

/** Publishes the pipeline that the functions are asked about, and writes the code of all functions to `dir`. */
export async function prepareColdStarts(server: Server, dir: string): Promise<readonly ColdFunction[]> {
  const pipeline = await createBenchPipeline(server, NAME, FILES);
  await pipeline.publish();
  pipeline.close();
  const deployed = await synthesizeFunctions(dir);
  const functions = deployed.flatMap((fn): readonly ColdFunction[] => {
    const bundle = readBundle(fn.dir);
    if (UNAWAITED.includes(bundle.name)) return [];
    const variables = { ...fn.variables, ...sandbox(server) };
    return [{ name: bundle.name, bundle, variables, ...firstEvent(bundle.name) }];
  });
  return [await emptyFunction(join(dir, 'empty'), functions[0]?.variables), ...functions];
}

/** What every function gets, whatever the template says, and where S3 and DynamoDB are. */
function sandbox({ s3Url, dynamodbUrl }: Server): ColdStart['variables'] {
  return {
    ...IDENTITY,
    LANG: 'en_US.UTF-8',
    TZ: ':UTC',
    AWS_LAMBDA_FUNCTION_NAME: 'function',
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/function',
    AWS_LAMBDA_LOG_STREAM_NAME: 'stream',
    AWS_ENDPOINT_URL_S3: s3Url,
    AWS_ENDPOINT_URL_DYNAMODB: dynamodbUrl,
  };
}

/** Otherwise like the function whose variables are given. */
async function emptyFunction(dir: string, variables?: ColdStart['variables']): Promise<ColdFunction> {
  await mkdir(dir);
  await writeFile(join(dir, 'index.js'), 'exports.handler = async () => true;\n');
  return {
    name: 'an empty function',
    variables: { ...variables, LAMBDA_TASK_ROOT: dir },
    event: {},
    isSuccess: (answer) => answer === true,
  };
}
