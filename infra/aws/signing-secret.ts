// A secret with which the service signs what it sends, as Standard Webhooks says.
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import type { Settings } from '../settings.ts';
import { accept } from './accept.ts';
import { removalOf } from './removal.ts';

export function signingSecret(
  scope: Construct,
  id: string,
  { description, settings }: { readonly description: string; readonly settings: Settings },
): Secret {
  const secret = new Secret(scope, id, {
    description,
    // 24 bytes in base64, as Standard Webhooks wants at least.
    generateSecretString: { passwordLength: 32, excludePunctuation: true },
    removalPolicy: removalOf(settings),
  });
  accept(secret, { SMG4: 'The service that verifies has to learn a new secret: people rotate both.' });
  return secret;
}
