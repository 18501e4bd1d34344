// Which servers the flags ask for, and with which credentials the service calls them.
import { networkInterfaces } from 'node:os';
import { LOCALSTACK_URL, MINIO_URL } from '../defaults.ts';
import type { AccessKeys, CredentialSource, GivenServers } from '../endpoints.ts';

export interface ServerFlags {
  readonly s3?: string | undefined;
  readonly dynamodb?: string | undefined;
  readonly sqs?: string | undefined;
  readonly minio: boolean;
  readonly localstack: boolean;
  readonly events: boolean;
  readonly eventsHost?: string | undefined;
  /** Of the embedded servers. */
  readonly credentials?: AccessKeys | undefined;
}

export interface ChosenServers {
  readonly given: GivenServers;
  readonly credentials: CredentialSource;
  /** Whether a given S3 server is expected to send events. */
  readonly events: boolean;
  /** A second address, besides 127.0.0.1, at which the webhook accepts events. */
  readonly eventsHost: string | undefined;
}

/** Returns a sentence if the flags contradict each other. */
export function chosenServers(flags: ServerFlags, interfaces = networkInterfaces): ChosenServers | string {
  const { s3, dynamodb, sqs, minio, localstack, events } = flags;
  if (sqs !== undefined && s3 === undefined) return 'option --sqs needs --s3: the embedded S3 has no queue';
  if (sqs !== undefined && !events) return 'options --sqs and --no-events contradict each other';
  const composed = minio || localstack;
  return {
    given: composed ? composedServers(minio, localstack) : { s3Url: s3, dynamodbUrl: dynamodb, sqsUrl: sqs },
    credentials: !composed && (s3 ?? dynamodb) !== undefined ? 'standard' : (flags.credentials ?? 'local'),
    events,
    eventsHost: flags.eventsHost ?? (minio ? dockerBridge(interfaces()) : undefined),
  };
}

function composedServers(minio: boolean, localstack: boolean): GivenServers {
  return {
    s3Url: minio ? MINIO_URL : LOCALSTACK_URL,
    dynamodbUrl: localstack ? LOCALSTACK_URL : undefined,
    sqsUrl: minio ? undefined : LOCALSTACK_URL,
  };
}

/**
 * Where `host.docker.internal` leads from a container on Linux. Docker Desktop leads it to the loopback instead.
 * https://docs.docker.com/reference/cli/docker/container/run/#add-host
 */
function dockerBridge({ docker0 = [] }: ReturnType<typeof networkInterfaces>): string | undefined {
  return docker0.find(({ family }) => family === 'IPv4')?.address;
}
