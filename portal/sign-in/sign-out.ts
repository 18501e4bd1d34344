// Ends the session: clears the browser's cache of this origin, revokes the refresh token, and signs out at the issuer.
import type { UserManager } from 'oidc-client-ts';
import { CLEAR_CACHE_PATH } from '../delivery.ts';
import { leaveUnasked, mayLeave } from '../service/leaving.ts';
import type { SignInSettings } from './sign-in-settings.ts';
import { rememberSignOut } from './signed-out.ts';

export async function signOut(manager: UserManager, settings: SignInSettings): Promise<void> {
  if (!(await mayLeave())) return;
  leaveUnasked();
  rememberSignOut();
  // Sign out here even if the service cannot be reached.
  await fetch(CLEAR_CACHE_PATH, { cache: 'no-store' }).catch(() => undefined);
  // Sign out here even if the issuer has no revocation endpoint or cannot be reached.
  await manager.revokeTokens(['refresh_token']).catch(() => undefined);
  const end = settings.cognito_logout;
  if (end === undefined && (await hasEndSession(manager))) return manager.signoutRedirect();
  await manager.removeUser();
  location.replace(end === undefined ? '/' : cognitoLogout(end, settings));
}

/** https://docs.aws.amazon.com/cognito/latest/developerguide/logout-endpoint.html */
function cognitoLogout(endpoint: string, { client_id }: SignInSettings): string {
  return `${endpoint}?${new URLSearchParams({ client_id, logout_uri: `${location.origin}/` })}`;
}

function hasEndSession({ metadataService }: UserManager): Promise<boolean> {
  return metadataService.getEndSessionEndpoint().then(
    (endpoint) => endpoint !== undefined,
    () => false,
  );
}
