// OpenID Connect as the portal uses it: authorization code with PKCE, tokens kept in this tab alone, renewed by refresh
// token when a request needs it. Frames are shut off by the Content-Security-Policy.
import { UserManager, WebStorageStateStore } from 'oidc-client-ts';
import { CALLBACK_PATH } from '../delivery.ts';
import type { SignInSettings } from './sign-in-settings.ts';

export function userManager({ authority, client_id, scope, audience }: SignInSettings): UserManager {
  return new UserManager({
    authority,
    client_id,
    scope,
    redirect_uri: `${location.origin}${CALLBACK_PATH}`,
    post_logout_redirect_uri: `${location.origin}/`,
    // The way back leads to where the person wanted to go, and not to the page that has sent them away.
    redirectMethod: 'replace',
    automaticSilentRenew: false,
    requestTimeoutInSeconds: 10,
    userStore: new WebStorageStateStore({ store: sessionStorage }),
    ...(audience !== undefined && { extraQueryParams: { audience } }),
  });
}
