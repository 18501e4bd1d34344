// What becomes of a resource when the stack goes. Data outlives it, except in deployments made to be thrown away.
import { RemovalPolicy } from 'aws-cdk-lib';
import type { Settings } from '../settings.ts';

/** A first deployment that is rolled back takes it along: it is empty, and a retry would make another one. */
export function removalOf({ retain }: Settings): RemovalPolicy {
  return retain ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : RemovalPolicy.DESTROY;
}

/** Of what has a deletion protection of its own, at which the rollback of a first deployment would fail. */
export function protectedRemovalOf({ retain }: Settings): RemovalPolicy {
  return retain ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
}
