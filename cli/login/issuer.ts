// What is asked of an issuer, by openid-client. Loaded for a login, a logout, and tokens that are about to expire.
import * as oidc from 'openid-client';
import { Unreachable } from '../../client/errors.ts';
import { Failed } from '../failures.ts';
import { isConfidential } from '../loopback.ts';
import type { LoginSettings } from './login-settings.ts';

/** The issuer will not renew this session any more, however often it is asked. */
export class SessionRefused extends Error {}

/** Clocks of laptops are off by minutes. In seconds. */
const CLOCK_TOLERANCE = 300;

/** Reads the issuer's discovery document, which has to name the same issuer. Throws `Failed` or `Unreachable`. */
export async function discover({ authority, client_id }: LoginSettings): Promise<oidc.Configuration> {
  const url = new URL(authority);
  const metadata = { [oidc.clockTolerance]: CLOCK_TOLERANCE };
  const options = { timeout: TIMEOUT, execute: url.protocol === 'http:' ? [oidc.allowInsecureRequests] : [] };
  return asking(url.host, () => oidc.discovery(url, client_id, metadata, oidc.None(), options));
}

/** Of each request, in seconds. */
const TIMEOUT = 20;

/** For client credentials: a machine knows where tokens are given, and needs nothing else. */
export function machineClient(tokenUrl: URL, clientId: string, secret: string): oidc.Configuration {
  const server = { issuer: tokenUrl.origin, token_endpoint: tokenUrl.href };
  const client = new oidc.Configuration(server, clientId, undefined, oidc.ClientSecretBasic(secret));
  client.timeout = TIMEOUT;
  if (tokenUrl.protocol === 'http:') oidc.allowInsecureRequests(client); // the loopback alone gets here
  return client;
}

/** Where the browser goes. The operating system opens it, so it has to be the address of a web page. */
export function authorizationUrl(client: oidc.Configuration, parameters: Record<string, string>): URL {
  const { issuer, authorization_endpoint = '' } = client.serverMetadata();
  const endpoint = URL.parse(authorization_endpoint);
  if (endpoint === null || !isConfidential(endpoint))
    throw new Failed(`${issuer} names no https URL where people sign in.`);
  return oidc.buildAuthorizationUrl(client, parameters);
}

/**
 * Runs one exchange with the issuer, and turns its failures into words. They carry no `cause`: what openid-client throws
 * holds the issuer's answer, in which there may be tokens.
 */
export async function asking<T>(host: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw inWords(error, host);
  }
}

function inWords(error: unknown, host: string): Error {
  if (error instanceof oidc.ResponseBodyError && error.error === 'invalid_grant')
    return new SessionRefused(`${host}: ${said(error)}.`);
  if (error instanceof oidc.ResponseBodyError || error instanceof oidc.AuthorizationResponseError)
    return new Failed(`${host} has not signed you in: ${said(error)}.`);
  if (error instanceof oidc.WWWAuthenticateChallengeError)
    return new Failed(`${host} has not signed you in: it refuses the client (${error.status}).`);
  if (isOutOfReach(error)) return new Unreachable(`${host} cannot be reached, where people sign in.`);
  const { code, message, cause } = error as Error & { readonly code?: unknown };
  if (!String(code).startsWith('OAUTH_')) return error as Error;
  const reason = cause instanceof Error ? cause.message : message;
  return new Failed(`${host} sent an answer that we cannot use: ${reason}.`);
}

function said({ error, error_description: text }: { error: string; error_description?: string }): string {
  return text ? `${text} (${error})` : error;
}

function isOutOfReach(error: unknown): boolean {
  const { name, code } = error as { readonly name?: string; readonly code?: string };
  return (
    name === 'TimeoutError' ||
    code === 'OAUTH_TIMEOUT' ||
    (error instanceof TypeError && /fetch failed/.test(error.message))
  );
}
