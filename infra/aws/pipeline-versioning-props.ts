// What another CDK app can say about the service. Names and rules are those of the deployment's settings (infra/settings.ts),
// without those of a stack, which the app decides; and a construct can stand in the place of a name.
import type { ICertificate } from 'aws-cdk-lib/aws-certificatemanager';
import type { IUserPool } from 'aws-cdk-lib/aws-cognito';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { ITopic } from 'aws-cdk-lib/aws-sns';

/** What callers may do. Each role includes those before it. */
export type PipelineRole = 'reader' | 'editor' | 'publisher' | 'operator';

export interface PipelineVersioningProps {
  /**
   * Names the API, the dashboard, the metrics and the users' domain: unique in account and region, and the same at every
   * deployment. Letters, digits and `-`, 128 at most.
   * @default - made from the construct's path
   */
  readonly serviceName?: string;

  /**
   * A versioned bucket of the same account and region. A deployment stops if it is not versioned, or if its lifecycle rules
   * harm what versions pin. A bucket that another stack of the app makes needs `bucketEvents: 'eventbridge'`.
   * @default - a bucket of the service's own
   */
  readonly bucket?: IBucket;
  /** The name of such a bucket, instead of `bucket`. */
  readonly bucketName?: string;
  /** With `bucketName`: the customer-managed key that encrypts it. `bucket` brings its own. */
  readonly bucketKeyArn?: string;
  /**
   * Lets a given bucket have lifecycle rules that harm what versions pin.
   * @default false
   */
  readonly iKnowPinsExpire?: boolean;
  /**
   * Adds to the policy of a given bucket that nobody but `versionDeleters` may delete versions of pipelines' files.
   * @default false
   */
  readonly protectGivenBucket?: boolean;
  /**
   * ARNs of the roles and users that may delete versions of pipelines' files.
   * @default - nobody
   */
  readonly versionDeleters?: readonly string[];
  /**
   * How the bucket's events come: by a notification of the bucket, or by EventBridge beside other notifications.
   * @default 'queue'
   */
  readonly bucketEvents?: 'queue' | 'eventbridge';

  /**
   * One key for the service's own bucket and table, the queues, the alarms' topic and the logs. Its policy gets what AWS's
   * services need, unless the key is imported: then it has to have that already.
   * @default - keys of AWS's own
   */
  readonly kmsKey?: IKey;
  /** The ARN of such a key, or `make` for one of the service's own, instead of `kmsKey`. */
  readonly kmsKeyArn?: string;

  /**
   * A table with keys and index as the service makes them, such as one restored from a backup.
   * @default - a table of the service's own
   */
  readonly table?: ITable;
  /** The name of such a table, instead of `table`. */
  readonly tableName?: string;

  /**
   * Who may call: signed requests, tokens of a user pool, tokens of another issuer, or everybody. Beside an API for tokens
   * there is one for signed requests.
   * @default 'iam'
   */
  readonly authorizer?: 'iam' | 'cognito' | 'oidc' | 'none';
  /**
   * With `cognito`: whose tokens are taken.
   * @default - a pool of the service's own
   */
  readonly userPool?: IUserPool;
  /** The ID of such a pool, instead of `userPool`. */
  readonly userPoolId?: string;
  /** With `oidc`: the `iss` of tokens, https. */
  readonly issuer?: string;
  /** With `oidc`: the `aud` of tokens. */
  readonly audience?: string;
  /** The clients whose tokens are taken. A given pool needs them; without them `oidc` takes those of every client. */
  readonly clientIds?: readonly string[];
  /** With `oidc` or a given pool: the public client that is registered for `pipeline-versioning login`. */
  readonly cliClientId?: string;
  /**
   * The claim that names roles, such as `publisher@team_a`. `oidc` needs it.
   * @default - 'cognito:groups' with `cognito`
   */
  readonly rolesClaim?: string;
  /** With a pool of the service's own: scopes for machines besides the four roles, such as `publisher@team_a`. */
  readonly machineScopes?: readonly string[];
  /** What every valid token may do in all namespaces. `cognito` and `oidc` need it. */
  readonly everyone?: 'nothing' | PipelineRole;
  /**
   * The claim that names a person in `created_by`.
   * @default 'email'
   */
  readonly nameClaim?: string;
  /** `authorizer: 'none'` needs it. */
  readonly iKnowThisIsPublic?: boolean;

  /**
   * Whether there is a portal for browsers; it needs `cognito` or `oidc`.
   * @default false
   */
  readonly portal?: boolean;
  /** With `portal` and a given pool: where its login pages are, as prefix or in full. */
  readonly userPoolDomain?: string;
  /**
   * With `portal` and `oidc`: the public client registered at the issuer.
   * @default - the audience
   */
  readonly portalClientId?: string;
  /**
   * With `portal` and `oidc`: which token has the audience.
   * @default - the ID token if the client is the audience, else the access token
   */
  readonly portalToken?: 'id_token' | 'access_token';
  /**
   * With `portal` and `oidc`: the scopes that pages ask for.
   * @default 'openid email profile offline_access'
   */
  readonly portalScope?: string;
  /**
   * A domain for the portal.
   * @default - CloudFront's own
   */
  readonly portalDomain?: string;
  /** With `portalDomain`: its certificate, in us-east-1. */
  readonly portalCertificate?: ICertificate;
  /** The ARN of such a certificate, instead of `portalCertificate`. */
  readonly portalCertificateArn?: string;

  /**
   * The first segment of the API's URL.
   * @default 'live'
   */
  readonly stageName?: string;
  /**
   * A domain for the API.
   * @default - API Gateway's own
   */
  readonly apiDomain?: string;
  /** With `apiDomain`: its certificate, in the stack's region. */
  readonly apiCertificate?: ICertificate;
  /** The ARN of such a certificate, instead of `apiCertificate`. */
  readonly apiCertificateArn?: string;
  /** Makes the API private: these VPC endpoints for `execute-api` alone reach it. */
  readonly vpcEndpointIds?: readonly string[];
  /** The ARN of a web ACL (WAFv2) of the stack's region, for the API's stage. */
  readonly webAclArn?: string;
  /**
   * Requests a second to each method, for all callers together.
   * @default 100
   */
  readonly throttlingRate?: number;
  /**
   * Requests at once to each method.
   * @default 200
   */
  readonly throttlingBurst?: number;
  /**
   * What makes a directory a pipeline: patterns of paths, of which the first that a file matches runs (docs/layout.md).
   * @default - 'pipeline.py', then 'pipeline.sql'
   */
  readonly sources?: readonly string[];
  /**
   * The layers, in the order in which people read them.
   * @default - 'bronze', 'silver', 'gold'
   */
  readonly layers?: readonly string[];
  /**
   * Where the files of a pipeline are in the bucket. It can never be changed without moving them.
   * @default '{namespace}/pipelines/{layer}/{name}/'
   */
  readonly prefix?: string;
  /**
   * Whether runs may use drafts, which nobody has published.
   * @default false
   */
  readonly draftRuns?: boolean;
  /**
   * The https URL of a web service that is asked before a version becomes visible (docs/checks.md).
   * @default - none is asked
   */
  readonly checkUrl?: string;
  /**
   * With `checkUrl`: what follows if it does not answer.
   * @default 'refuse'
   */
  readonly checkUnreachable?: 'refuse' | 'allow';
  /**
   * With `tableName`, and `eventBus`, `notifyUrl` or `releases`: the stream of that table, with new and old images.
   * @default - that of `table`
   */
  readonly tableStreamArn?: string;
  /**
   * EventBridge's bus for events: its name in the stack's account and region, or an ARN, which a token has to be
   * (docs/news.md).
   * @default - none
   */
  readonly eventBus?: string;
  /**
   * The https URL of a webhook, which receives every event.
   * @default - none
   */
  readonly notifyUrl?: string;
  /**
   * Puts each version that becomes visible into a bucket as plain objects, one for each file or one archive
   * (docs/releases.md).
   * @default - no releases
   */
  readonly releases?: 'prefix' | 'archive';
  /**
   * The name of that bucket.
   * @default - the bucket of the pipelines
   */
  readonly releaseBucket?: string;

  /**
   * Hours between two checks of every pipeline.
   * @default 24
   */
  readonly reconcile?: number;
  /**
   * Of each function of the API.
   * @default - they share what the account has
   */
  readonly reservedConcurrency?: number;
  /**
   * X-Ray.
   * @default false
   */
  readonly tracing?: boolean;
  /**
   * Of all log groups.
   * @default RetentionDays.THREE_MONTHS
   */
  readonly logRetentionDays?: RetentionDays;
  /**
   * API Gateway's role for writing logs, one for account and region: `make` sets a new one in place of what is there, `keep`
   * needs one that is set.
   * @default 'make'
   */
  readonly apiGatewayLogRole?: 'make' | 'keep';
  /**
   * Ten alarms for the service as a whole, or those of each route besides.
   * @default 'basic'
   */
  readonly alarms?: 'basic' | 'all';
  /**
   * Where alarms go.
   * @default - nowhere: only the console shows them
   */
  readonly alarmTopic?: ITopic;
  /** The ARN of such a topic, instead of `alarmTopic`. */
  readonly alarmTopicArn?: string;
  /** An address, for which the service makes a topic. */
  readonly alarmEmail?: string;

  /**
   * Whether table, users, logs and bucket stay when the stack goes. `false` is for stacks to throw away.
   * @default true
   */
  readonly retain?: boolean;
  /**
   * For S3 servers that cannot resolve `bucket.host`.
   * @default false
   */
  readonly s3PathStyle?: boolean;
}
