// An emulator of AWS with CloudFormation, such as LocalStack: where a stack is tried out before AWS sees it.
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { S3Client } from '@aws-sdk/client-s3';
import { CREDENTIALS, REGION } from '../defaults.ts';

export const DEFAULT_STACK = 'PipelineVersioning';

export interface Emulator {
  /** `http://127.0.0.1:PORT`, of all services. */
  readonly endpoint: string;
  readonly stackName: string;
}

export const settingsOf = ({ endpoint }: Emulator) => ({
  endpoint,
  region: REGION,
  credentials: CREDENTIALS,
});

export const cloudFormationOf = (emulator: Emulator) => new CloudFormationClient(settingsOf(emulator));
export const s3Of = (emulator: Emulator) => new S3Client({ ...settingsOf(emulator), forcePathStyle: true });

/** What a deployment that is thrown away again needs. */
const SETTINGS = ['retain=false', 's3PathStyle=true'];

/** For the CDK's command line; `settings` are `name=value` of infra/settings.ts. */
export function contextFlags({ stackName }: Pick<Emulator, 'stackName'>, settings: readonly string[] = []) {
  return [`stackName=${stackName}`, ...SETTINGS, ...settings].flatMap((setting) => ['-c', setting]);
}
