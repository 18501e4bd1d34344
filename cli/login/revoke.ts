// Has the issuer end a session (RFC 7009).
import * as oidc from 'openid-client';
import { asking, discover } from './issuer.ts';
import type { LoginSettings } from './login-settings.ts';

/** Resolves to `null`, or to why it could not be asked for. Throws `Failed` or `Unreachable`. */
export async function revoke(settings: LoginSettings, refreshToken: string): Promise<string | null> {
  const { host } = new URL(settings.authority);
  const client = await discover(settings);
  if (client.serverMetadata().revocation_endpoint === undefined)
    return `${host} has no way to revoke a session; it ends there when it expires.`;
  const hint = { token_type_hint: 'refresh_token' };
  await asking(host, () => oidc.tokenRevocation(client, refreshToken, hint));
  return null;
}
