// A session made of an issuer's answer.
import type { TokenEndpointResponse, TokenEndpointResponseHelpers } from 'openid-client';
import { Failed } from '../failures.ts';
import type { LoginSettings } from './login-settings.ts';
import type { StoredSession } from './session-file.ts';

type Tokens = TokenEndpointResponse & TokenEndpointResponseHelpers;

/** `now` in milliseconds. An issuer that sends no new refresh token leaves the one before in force. */
export function sessionOf(
  settings: LoginSettings,
  tokens: Tokens,
  now: number,
  refreshToken: string | null = null,
): Omit<StoredSession, 'service'> {
  const token = tokens[settings.token];
  if (token === undefined) throw new Failed(`The issuer sent no ${settings.token}, which the service wants.`);
  const seconds = settings.token === 'id_token' ? lifetimeOfIdToken(tokens) : tokens.expires_in;
  return {
    settings,
    token,
    expires_at: seconds === undefined ? null : now + seconds * 1_000,
    refresh_token: tokens.refresh_token ?? refreshToken,
  };
}

/** As a span, since the issuer's clock may differ from this one. */
function lifetimeOfIdToken(tokens: Tokens): number | undefined {
  const { exp, iat } = tokens.claims() ?? {};
  return exp === undefined || iat === undefined ? tokens.expires_in : exp - iat;
}
