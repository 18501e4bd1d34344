// Checks tokens: signature, issuer, lifetime, and for whom they were made. Keys are kept until a token names an unknown
// one; they come from the user pool, or from where an OpenID Connect issuer says they are (OpenID Connect Discovery).
import { CognitoJwtVerifier, JwtVerifier } from 'aws-jwt-verify';
import { FetchError, JwtBaseError } from 'aws-jwt-verify/error';
import { SimpleJwksCache } from 'aws-jwt-verify/jwk';
import type { Claims } from './claims.ts';

/** A token's claims, or `null` if the token is not valid. Rejects while the keys cannot be asked for. */
export type VerifyToken = (token: string) => Promise<Claims | null>;

export interface OidcTokens {
  readonly issuer: string;
  readonly audience: string;
  /** Who may have asked for the token (`client_id`, `azp`); anybody if there are none. */
  readonly clientIds: readonly string[];
}

export interface CognitoTokens {
  readonly userPoolId: string;
  /** For whom ID tokens (`aud`) and access tokens (`client_id`) may have been made. */
  readonly clientIds: readonly string[];
}

const FETCH_TIMEOUT_MS = 3_000;

/** `fetch` gets the pool's keys by their URL. */
export function cognitoVerifier({ userPoolId, clientIds }: CognitoTokens, fetch = getBytes): VerifyToken {
  const verifier = CognitoJwtVerifier.create(
    { userPoolId, tokenUse: null, clientId: [...clientIds] },
    { jwksCache: new SimpleJwksCache({ fetcher: { fetch } }) },
  );
  return (token) => claimsOf(() => verifier.verify(token));
}

export function oidcVerifier({ issuer, audience, clientIds }: OidcTokens): VerifyToken {
  let ready: ReturnType<typeof discovered> | undefined;
  return async (token) => {
    ready ??= discovered(issuer, audience);
    const verifier = await ready.catch((failure) => {
      ready = undefined; // the next request asks again
      throw failure;
    });
    const claims = await claimsOf(() => verifier.verify(token));
    return claims !== null && isOfClient(claims, clientIds) ? claims : null;
  };
}

async function discovered(issuer: string, audience: string) {
  const configuration = await getJson(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`);
  const { issuer: named, jwks_uri: jwksUri } = configuration as { issuer?: string; jwks_uri?: string };
  if (named !== issuer || jwksUri === undefined) throw new Error(`${issuer} calls itself ${named}`);
  const jwksCache = new SimpleJwksCache({ fetcher: { fetch: getBytes } });
  return JwtVerifier.create({ issuer, audience, jwksUri }, { jwksCache });
}

async function claimsOf(verify: () => Promise<object>): Promise<Claims | null> {
  try {
    return (await verify()) as Claims;
  } catch (failure) {
    if (failure instanceof JwtBaseError && !(failure instanceof FetchError)) return null;
    throw failure;
  }
}

/** Access tokens name the client as `client_id` (RFC 9068) or `azp`; an ID token without either is made for its `aud`. */
function isOfClient({ client_id, azp, aud }: Claims, clientIds: readonly string[]): boolean {
  const named = [client_id, azp].filter((one) => one !== undefined);
  const clients = named.length > 0 ? named : [aud].flat();
  return clientIds.length === 0 || clients.every((one) => clientIds.some((known) => known === one));
}

async function getJson(url: string): Promise<unknown> {
  return JSON.parse(new TextDecoder().decode(await getBytes(url)));
}

async function getBytes(url: string): Promise<ArrayBuffer> {
  const response = await fetch(url, { signal: AbortSignal.timeout(FETCH_TIMEOUT_MS) });
  if (!response.ok) throw new Error(`${url} answers ${response.status}`);
  return response.arrayBuffer();
}
