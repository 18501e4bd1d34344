// Signs a person in by a browser: authorization code with PKCE, sent back to a port of this machine.
import * as oidc from 'openid-client';
import { Failed } from '../failures.ts';
import { startCallbackServer } from './callback-server.ts';
import { asking, authorizationUrl, discover, SessionRefused } from './issuer.ts';
import type { LoginSettings } from './login-settings.ts';
import type { StoredSession } from './session-file.ts';
import { sessionOf } from './session-of.ts';

export interface SignInDeps {
  /** Has the person visit the URL. `port` is where the browser comes back to. */
  readonly show: (url: URL, port: number) => Promise<void>;
  readonly signal: AbortSignal;
  /** How long the person may take, in seconds. */
  readonly patience: number;
}

export interface SignedIn {
  readonly session: Omit<StoredSession, 'service'>;
  /** As the issuer names the person, if it does. */
  readonly name: string | undefined;
}

/** Throws `Failed`, `Unreachable` or the reason of the signal. The port is free again when it settles. */
export async function signIn(deps: SignInDeps, settings: LoginSettings): Promise<SignedIn> {
  const { host } = new URL(settings.authority);
  const client = await discover(settings);
  const [verifier, state, nonce] = [oidc.randomPKCECodeVerifier(), oidc.randomState(), oidc.randomNonce()];
  const isOpenId = settings.scope.split(' ').includes('openid');
  const server = await startCallbackServer(state);
  try {
    const url = authorizationUrl(client, {
      redirect_uri: server.redirectUri,
      scope: settings.scope,
      state,
      code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      ...(isOpenId && { nonce }),
      ...(settings.audience && { audience: settings.audience }),
    });
    await deps.show(url, server.port);
    const answer = await patiently(server.answer, deps);
    const checks = {
      pkceCodeVerifier: verifier,
      expectedState: state,
      ...(isOpenId && { expectedNonce: nonce, idTokenExpected: true }),
    };
    const tokens = await asking(host, () => oidc.authorizationCodeGrant(client, answer, checks));
    return { session: sessionOf(settings, tokens, Date.now()), name: nameIn(tokens.claims()) };
  } catch (error) {
    if (error instanceof SessionRefused) throw new Failed(error.message);
    throw error;
  } finally {
    server.close();
  }
}

async function patiently(answer: Promise<URL>, { signal, patience }: SignInDeps): Promise<URL> {
  const { promise, reject } = Promise.withResolvers<never>();
  const late = () => reject(new Failed(`Nobody has signed in for ${patience} s. Run login again.`));
  const stop = () => reject(signal.reason);
  const timer = setTimeout(late, patience * 1_000);
  signal.addEventListener('abort', stop);
  if (signal.aborted) stop();
  try {
    return await Promise.race([answer, promise]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
  }
}

function nameIn(claims: oidc.IDToken | undefined): string | undefined {
  return [claims?.email, claims?.name, claims?.sub].find((one): one is string => typeof one === 'string');
}
