// The whole service as one construct: storage, the API on it, what watches the drafts, alarms, and the portal if wanted.
// The IDs of constructs are part of the contract: another ID is another resource (test/infra/aws/service-stack.test.ts).
import type { IRestApi } from 'aws-cdk-lib/aws-apigateway';
import type { IUserPool } from 'aws-cdk-lib/aws-cognito';
import type { ITableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Settings } from '../settings.ts';
import { Alarms } from './alarms.ts';
import { Api } from './api.ts';
import { withKey } from './encryption-key.ts';
import { arnsOf } from './granted-routes.ts';
import { type News, newsOf } from './news.ts';
import { Observer } from './observer.ts';
import type { PipelineRole, PipelineVersioningProps } from './pipeline-versioning-props.ts';
import { Portal } from './portal/portal.ts';
import { type Releases, releasesOf } from './releases.ts';
import { settingsOf } from './settings-of-props.ts';
import { Storage } from './storage.ts';

export type { PipelineRole, PipelineVersioningProps } from './pipeline-versioning-props.ts';

/** Some of the pipelines. */
export interface Pipelines {
  readonly namespace: string;
}

export class PipelineVersioning extends Construct {
  /** For callers with what `authorizer` says. It ends in `/`. */
  readonly apiUrl: string;
  /** For requests signed with AWS credentials: the same API, or the one beside the API for tokens; none with `none`. */
  readonly signedApi: IRestApi | undefined;
  readonly portalUrl: string | undefined;
  /** Where the pipelines' files are. */
  readonly bucket: IBucket;
  readonly table: ITableV2;
  /** Edits that the service has given up. */
  readonly deadLetterQueue: IQueue;
  /** With `eventBus` or `notifyUrl`: events that were given up. */
  readonly newsDeadLetterQueue: IQueue | undefined;
  /** Of `cognito`. */
  readonly userPool: IUserPool | undefined;

  /** @internal */
  readonly api: Api;
  /** @internal */
  readonly observer: Observer;
  /** @internal */
  readonly news: News | undefined;
  /** @internal */
  readonly releases: Releases | undefined;
  /** @internal */
  readonly portal: Portal | undefined;

  /** Throws an error that names each prop that is mistyped, or at odds with another. */
  constructor(scope: Construct, id: string, props: PipelineVersioningProps = {}) {
    super(scope, id);
    const settings = withKey(this, settingsOf(this, props), props.kmsKey);
    const storage = new Storage(this, 'Storage', { bucket: props.bucket, settings });
    const api = new Api(this, 'Api', { storage, settings });
    const observer = new Observer(this, 'DraftWatcher', { storage, settings });
    this.news = newsOf(this, 'News', { storage, settings });
    this.releases = releasesOf(this, 'Releases', { storage, settings });
    const { news, releases } = this;
    new Alarms(this, 'Alarms', { api, storage, observer, news, releases, settings });
    const { tokens } = api;
    this.portal =
      settings.portal && tokens ? new Portal(this, 'Portal', { api, tokens, settings }) : undefined;

    this.apiUrl = api.restApi.url;
    this.signedApi = signedApiOf(api, settings);
    this.portalUrl = this.portal?.url;
    this.bucket = storage.bucket;
    this.table = storage.table;
    this.deadLetterQueue = observer.deadLetters;
    this.newsDeadLetterQueue = this.news?.deadLetters;
    this.userPool = tokens?.userPool;
    this.api = api;
    this.observer = observer;
  }

  /**
   * Lets the grantee send signed requests that read pipelines, files, versions and what runs use: of one namespace, or of
   * all. The list of pipelines shows all namespaces, so it takes the right for all.
   */
  grantRead(grantee: IGrantable, pipelines?: Pipelines): Grant {
    return this.#grant(grantee, 'reader', pipelines);
  }

  /** Lets the grantee send signed requests that publish and roll back, read, and change the drafts' files by the API. */
  grantPublish(grantee: IGrantable, pipelines?: Pipelines): Grant {
    return this.#grant(grantee, 'publisher', pipelines);
  }

  #grant(grantee: IGrantable, role: PipelineRole, pipelines?: Pipelines): Grant {
    if (this.signedApi === undefined) {
      throw new Error(
        `${this.node.path} grants nothing: with authorizer=none everybody may call, and no request is signed`,
      );
    }
    return Grant.addToPrincipal({
      grantee,
      actions: ['execute-api:Invoke'],
      resourceArns: arnsOf(this.signedApi, { role, namespace: pipelines?.namespace ?? null }),
    });
  }
}

function signedApiOf({ restApi, signedApi }: Api, { authorizer }: Settings): IRestApi | undefined {
  return (authorizer === 'iam' ? restApi : signedApi) as IRestApi | undefined; // the CDK's own types disagree under exactOptionalPropertyTypes
}
