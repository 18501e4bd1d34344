// The secrets that sign, from Secrets Manager. A new value takes effect without a deployment.
import {
  GetSecretValueCommand,
  SecretsManagerClient,
  type SecretsManagerClientConfig,
} from '@aws-sdk/client-secrets-manager';
import { Webhook } from 'standardwebhooks';

/** How long a process signs with what it has read. */
const KEPT_MS = 5 * 60_000;

/** One request in five minutes. Where that fails, what was read before signs on. */
export function createSecretReader(SecretId: string, settings: SecretsManagerClientConfig) {
  const client = new SecretsManagerClient(settings);
  let kept: { readonly secrets: readonly string[]; readonly until: number } | undefined;

  return async (): Promise<readonly string[]> => {
    if (kept !== undefined && Date.now() < kept.until) return kept.secrets;
    try {
      const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId }));
      kept = { secrets: secretsIn(SecretString ?? ''), until: Date.now() + KEPT_MS };
    } catch (failure) {
      if (kept === undefined) throw failure;
    }
    return kept.secrets;
  };
}

/** Between white space. Throws an error, which does not show them, if there is none or one is not base64. */
export function secretsIn(text: string): readonly string[] {
  const secrets = text.split(/\s+/).filter((word) => word !== '');
  if (secrets.length === 0) throw new Error('the secret that signs is empty');
  if (!secrets.every(canSign))
    throw new Error(
      'the secret that signs is not base64, as Standard Webhooks wants it, with or without whsec_',
    );
  return secrets;
}

function canSign(secret: string): boolean {
  try {
    new Webhook(secret);
    return true;
  } catch {
    return false;
  }
}
