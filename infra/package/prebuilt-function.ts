// In the package, the place of infra/aws/bundled-function.ts: functions that infra/package/build.ts has bundled.
import { basename, dirname, join } from 'node:path';
import { Code, Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type * as bundled from '../aws/bundled-function.ts';

export const bundledFunction: typeof bundled.bundledFunction = (scope, id, { entry, ...props }) =>
  new LambdaFunction(scope, id, {
    ...props,
    handler: 'index.handler',
    code: Code.fromAsset(join(import.meta.dirname, 'handlers', handlerName(entry))),
  });

/** `functions/handlers/get-draft.ts` → `get-draft`, `infra/aws/authorizer/handler.ts` → `authorizer`. */
export function handlerName(entry: string): string {
  const name = basename(entry, '.ts');
  return name === 'handler' ? basename(dirname(entry)) : name;
}
