// The environment that the handlers find here. Set before a handler is imported, as a Lambda environment is there
// before the code runs.
import { devNull } from 'node:os';
import { ENV_PREFIX, layoutVariables } from '../../../functions/config.ts';
import type { LayoutSettings } from '../../../functions/domain/layout.ts';
import type { ReleaseForm } from '../../../functions/domain/release.ts';
import { CREDENTIALS } from '../defaults.ts';
import type { AccessKeys, CredentialSource, Endpoints } from '../endpoints.ts';

export interface LambdaSettings extends Endpoints {
  readonly bucket: string;
  readonly table: string;
  readonly region: string;
  readonly credentials: CredentialSource;
  /** Whether runs may use drafts. */
  readonly draftRuns?: boolean;
  readonly check?: LocalCheck | undefined;
  readonly notify?: LocalNotify | undefined;
  readonly releases?: LocalReleases | undefined;
  /** What makes a directory a pipeline; as by default if it is left out. */
  readonly layout?: LayoutSettings | undefined;
}

/** A check of one's own (docs/checks.md). */
export interface LocalCheck {
  readonly url: string;
  readonly unreachable: 'refuse' | 'allow';
  readonly secret: string;
}

/** The webhook, which receives every event (docs/news.md). */
export interface LocalNotify {
  readonly url: string;
  readonly secret: string;
}

/** Versions as plain objects (docs/releases.md). */
export interface LocalReleases {
  readonly form: ReleaseForm;
  /** The pipelines' by default. */
  readonly bucket?: string | undefined;
}

/** Of functions/wiring/news.ts. */
const NEWS_PREFIX = 'NEWS_';

/** Replaces every variable of the service, and removes the AWS variables that point at other servers. */
export function setLambdaEnvironment(environment: NodeJS.ProcessEnv, settings: LambdaSettings): void {
  const {
    s3Url,
    dynamodbUrl,
    bucket,
    table,
    region,
    credentials,
    draftRuns = false,
    check,
    notify,
    releases,
    layout,
  } = settings;
  const isReplaced = credentials === 'standard' ? leadsElsewhere : isAwsVariable;
  for (const name of Object.keys(environment)) {
    if (name.startsWith(ENV_PREFIX) || name.startsWith(NEWS_PREFIX) || isReplaced(name))
      delete environment[name];
  }
  Object.assign(environment, {
    PIPELINES_TABLE: table,
    PIPELINES_BUCKET: bucket,
    PIPELINES_S3_PATH_STYLE: 'true',
    PIPELINES_DRAFT_RUNS: draftRuns ? 'enabled' : 'disabled',
    ...(layout && layoutVariables(layout)),
    ...(check && {
      PIPELINES_CHECK_URL: check.url,
      PIPELINES_CHECK_UNREACHABLE: check.unreachable,
      PIPELINES_CHECK_SECRET: check.secret,
    }),
    ...(notify && { NEWS_NOTIFY_URL: notify.url, NEWS_NOTIFY_SECRET: notify.secret }),
    ...(releases && { PIPELINES_RELEASES: releases.form }),
    ...(releases?.bucket !== undefined && { PIPELINES_RELEASE_BUCKET: releases.bucket }),
    AWS_ENDPOINT_URL_S3: s3Url,
    AWS_ENDPOINT_URL_DYNAMODB: dynamodbUrl,
    AWS_REGION: region,
    // The deployment logs every request; a terminal shows warnings and errors only.
    POWERTOOLS_LOG_LEVEL: environment.POWERTOOLS_LOG_LEVEL ?? 'WARN',
    POWERTOOLS_METRICS_DISABLED: 'true',
    ...(credentials !== 'standard' && ownKeys(credentials === 'local' ? CREDENTIALS : credentials)),
  });
}

const isAwsVariable = (name: string) => name.startsWith('AWS_');
const leadsElsewhere = (name: string) => /^AWS_(ENDPOINT_URL|IGNORE_CONFIGURED_ENDPOINT_URLS)/.test(name);

const ownKeys = ({ accessKeyId, secretAccessKey }: AccessKeys) => ({
  AWS_ACCESS_KEY_ID: accessKeyId,
  AWS_SECRET_ACCESS_KEY: secretAccessKey,
  // A Lambda has no ~/.aws.
  AWS_CONFIG_FILE: devNull,
  AWS_SHARED_CREDENTIALS_FILE: devNull,
});
