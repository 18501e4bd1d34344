// The portal's OpenID Connect settings: authorization code with PKCE, tokens in this tab's sessionStorage, renewed by
// refresh token when a request needs one. The Content-Security-Policy forbids renewal in a frame.
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
    // “Back” should lead to the page that the person came from, not to the one that redirected them.
    redirectMethod: 'replace',
    automaticSilentRenew: false,
    requestTimeoutInSeconds: 10,
    userStore: new WebStorageStateStore({ store: sessionStorage }),
    ...(audience !== undefined && { extraQueryParams: { audience } }),
  });
}
