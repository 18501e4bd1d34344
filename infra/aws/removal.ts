// What becomes of a resource when the stack goes. Data outlives it, except in deployments made to be thrown away.
import { RemovalPolicy } from 'aws-cdk-lib';
import type { Settings } from '../settings.ts';

export function removalOf({ retain }: Settings): RemovalPolicy {
  return retain ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
}
