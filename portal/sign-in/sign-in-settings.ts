// The sign-in settings of the deployment, from /config.json: `{}` without sign-in.

export interface SignInSettings {
  /** The issuer's URL, under which its discovery document lies. */
  readonly authority: string;
  readonly client_id: string;
  readonly scope: string;
  /** Which of the issuer's tokens the API accepts. */
  readonly token: 'id_token' | 'access_token';
  /** Needed by issuers whose access tokens serve several APIs. */
  readonly audience?: string;
  /** Cognito's logout endpoint, whose parameters differ from OpenID Connect's. */
  readonly cognito_logout?: string;
}

/** `undefined` without sign-in. Rejects with the problem in words. */
export async function readSignInSettings(): Promise<SignInSettings | undefined> {
  const response = await fetch('/config.json').catch((cause: unknown) => {
    throw new Error(`${location.host} cannot be reached.`, { cause });
  });
  if (!response.ok) throw new Error(`The request for /config.json was answered ${response.status}.`);
  const { sign_in } = asRecord(await response.json().catch(() => undefined), 'a JSON object');
  if (sign_in === undefined) return undefined;
  const settings = asRecord(sign_in, '"sign_in"');
  for (const name of ['authority', 'client_id', 'scope', 'token'])
    if (typeof settings[name] !== 'string' || settings[name] === '') throw malformed(`"sign_in.${name}"`);
  if (!['id_token', 'access_token'].includes(settings.token as string)) throw malformed('"sign_in.token"');
  return settings as unknown as SignInSettings;
}

function asRecord(value: unknown, what: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) throw malformed(what);
  return value as Readonly<Record<string, unknown>>;
}

function malformed(what: string): Error {
  return new Error(`/config.json does not say how to sign in: ${what} is missing or wrong.`);
}
