// What AWS runs Node functions with (aws-lambda-ric). It compiles a part of itself, and comes with LocalStack.
import { globSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { MissingTool } from '../../../infra/local/servers/tools.ts';

export interface RuntimeClient {
  /** For Node to run. */
  readonly file: string;
  readonly version: string;
}

/** Of the newest LocalStack in the cache. Throws a `MissingTool` if there is none. */
export function findRuntimeClient(env: NodeJS.ProcessEnv = process.env): RuntimeClient {
  const cache = join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'pipeline-versioning');
  const dir = globSync('localstack-*/node/node_modules/aws-lambda-ric', { cwd: cache }).toSorted().at(-1);
  if (dir === undefined) {
    throw new MissingTool(
      "AWS's runtime client is not installed; npm run servers -- --localstack --install does it.",
    );
  }
  const { version } = JSON.parse(readFileSync(join(cache, dir, 'package.json'), 'utf8'));
  return { file: join(cache, dir, 'index.mjs'), version };
}
