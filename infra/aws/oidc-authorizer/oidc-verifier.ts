// Checks tokens of one OpenID Connect issuer: signature, issuer, audience, lifetime. The issuer says itself where its
// keys are (OpenID Connect Discovery); they are kept until a token names an unknown one.
import { JwtVerifier } from 'aws-jwt-verify';
import { FetchError, JwtBaseError } from 'aws-jwt-verify/error';
import { SimpleJwksCache } from 'aws-jwt-verify/jwk';

/** A token's `sub`, or `null` if the token is not valid. Rejects while the issuer cannot be asked. */
export type VerifyToken = (token: string) => Promise<string | null>;

const FETCH_TIMEOUT_MS = 3_000;

export function oidcVerifier(issuer: string, audience: string): VerifyToken {
  let ready: Promise<Verifier> | undefined;
  return async (token) => {
    ready ??= createVerifier(issuer, audience);
    const verifier = await ready.catch((failure) => {
      ready = undefined; // the next request asks again
      throw failure;
    });
    return subjectOf(verifier, token);
  };
}

type Verifier = Awaited<ReturnType<typeof createVerifier>>;

async function createVerifier(issuer: string, audience: string) {
  const configuration = await getJson(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`);
  const { issuer: named, jwks_uri: jwksUri } = configuration as { issuer?: string; jwks_uri?: string };
  if (named !== issuer || jwksUri === undefined) throw new Error(`${issuer} calls itself ${named}`);
  const jwksCache = new SimpleJwksCache({ fetcher: { fetch: getBytes } });
  return JwtVerifier.create({ issuer, audience, jwksUri }, { jwksCache });
}

async function subjectOf(verifier: Verifier, token: string): Promise<string | null> {
  try {
    const { sub } = await verifier.verify(token);
    return sub ?? null;
  } catch (failure) {
    if (failure instanceof JwtBaseError && !(failure instanceof FetchError)) return null;
    throw failure;
  }
}

async function getJson(url: string): Promise<unknown> {
  return JSON.parse(new TextDecoder().decode(await getBytes(url)));
}

async function getBytes(url: string): Promise<ArrayBuffer> {
  const response = await fetch(url, { signal: AbortSignal.timeout(FETCH_TIMEOUT_MS) });
  if (!response.ok) throw new Error(`${url} answers ${response.status}`);
  return response.arrayBuffer();
}
