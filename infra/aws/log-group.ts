// A log group as all of them are here: it ends, it outlives the stack, and it has the key that the rest has.
import { LogGroup, type LogGroupProps } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { Settings } from '../settings.ts';
import { keyOf } from './encryption-key.ts';
import { removalOf } from './removal.ts';

export function serviceLogGroup(
  scope: Construct,
  id: string,
  settings: Settings,
  props: LogGroupProps = {},
): LogGroup {
  const encryptionKey = keyOf(scope, `${id}Key`, settings);
  return new LogGroup(scope, id, {
    retention: settings.logRetentionDays,
    removalPolicy: removalOf(settings),
    ...(encryptionKey && { encryptionKey }),
    ...props,
  });
}
