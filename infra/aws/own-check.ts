// The check of one's own (docs/checks.md): its secret, which the functions that make versions may read, and no others.
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { Settings } from '../settings.ts';
import { signingSecret } from './signing-secret.ts';

export class OwnCheck extends Construct {
  readonly secretArn: string;
  readonly #url: string;
  readonly #settings: Settings;

  constructor(
    scope: Construct,
    id: string,
    { url, settings }: { readonly url: string; readonly settings: Settings },
  ) {
    super(scope, id);
    const description = `Signs what ${settings.stackName} asks its own check`;
    const secret = signingSecret(this, 'Secret', { description, settings });
    this.secretArn = secret.secretArn;
    this.#url = url;
    this.#settings = settings;
  }

  bind(fn: LambdaFunction): void {
    fn.addEnvironment('PIPELINES_CHECK_URL', this.#url);
    fn.addEnvironment('PIPELINES_CHECK_UNREACHABLE', this.#settings.checkUnreachable);
    fn.addEnvironment('PIPELINES_CHECK_SECRET_ARN', this.secretArn);
    const actions = ['secretsmanager:GetSecretValue'];
    fn.addToRolePolicy(new PolicyStatement({ actions, resources: [this.secretArn] }));
  }
}
