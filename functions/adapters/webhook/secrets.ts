// The secrets that sign, from Secrets Manager. A new value takes effect without a deployment.
import {
  GetSecretValueCommand,
  SecretsManagerClient,
  type SecretsManagerClientConfig,
} from '@aws-sdk/client-secrets-manager';

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

/** Between white space. Throws an error if there is none. */
export function secretsIn(text: string): readonly string[] {
  const secrets = text.split(/\s+/).filter((word) => word !== '');
  if (secrets.length === 0) throw new Error('the secret that signs is empty');
  return secrets;
}
