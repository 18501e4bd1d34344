// The tokens of a machine, by client credentials (RFC 6749 §4.4). They are kept in memory alone.
import { Failed, WrongUse } from '../failures.ts';
import { isConfidential } from '../loopback.ts';
import { isFresh, type TokenSource } from './token-source.ts';

export interface Machine {
  readonly clientId: string;
  readonly secret: string;
  readonly tokenUrl: URL;
  /** Roles, as the issuer names them, with spaces between; without it the issuer decides. */
  readonly scope: string | undefined;
  readonly audience: string | undefined;
}

const [ID, SECRET, URL_OF_TOKENS] = ['CLIENT_ID', 'CLIENT_SECRET', 'TOKEN_URL'].map(
  (name) => `PIPELINE_VERSIONING_${name}`,
) as [string, string, string];

/** `undefined` if no variable names a machine. Throws `WrongUse` if one of the three is missing. */
export function machineIn(env: NodeJS.ProcessEnv): Machine | undefined {
  const [clientId, secret, url] = [env[ID], env[SECRET], env[URL_OF_TOKENS]];
  if (!clientId && !secret) return undefined;
  if (!clientId || !secret || !url) {
    const missing = [ID, SECRET, URL_OF_TOKENS].filter((name) => !env[name]).join(' and ');
    throw new WrongUse(`${missing} must be set, too, for a machine to sign in.`);
  }
  const tokenUrl = URL.parse(url);
  if (tokenUrl === null || !isConfidential(tokenUrl))
    throw new WrongUse(`${URL_OF_TOKENS} has to be an https URL: a secret goes there.`);
  return {
    ...{ clientId, secret, tokenUrl },
    scope: env.PIPELINE_VERSIONING_SCOPE || undefined,
    audience: env.PIPELINE_VERSIONING_AUDIENCE || undefined,
  };
}

export function machineTokens(machine: Machine, now: () => number = Date.now): TokenSource {
  let kept: Promise<Held> | undefined;

  function ask(): Promise<Held> {
    const asked = fetchToken(machine, now);
    kept = asked;
    // The next request asks anew.
    asked.catch(() => {
      if (kept === asked) kept = undefined;
    });
    return asked;
  }

  return {
    async current() {
      const held = await kept;
      return held && isFresh(held.expiresAt, now()) ? held.token : (await ask()).token;
    },
    async renewed(refused) {
      const held = await kept;
      return held && held.token !== refused ? held.token : (await ask()).token;
    },
  };
}

interface Held {
  readonly token: string;
  readonly expiresAt: number | null;
}

async function fetchToken(machine: Machine, now: () => number): Promise<Held> {
  const [oidc, { asking, machineClient, SessionRefused }] = await Promise.all([
    import('openid-client'),
    import('./issuer.ts'),
  ]);
  const { tokenUrl, clientId, secret, scope, audience } = machine;
  const client = machineClient(tokenUrl, clientId, secret);
  const parameters = { ...(scope && { scope }), ...(audience && { audience }) };
  const granted = asking(tokenUrl.host, () => oidc.clientCredentialsGrant(client, parameters));
  const { access_token: token, expires_in } = await granted.catch((error: Error) => {
    throw error instanceof SessionRefused ? new Failed(error.message) : error;
  });
  return { token, expiresAt: expires_in === undefined ? null : now() + expires_in * 1_000 };
}
