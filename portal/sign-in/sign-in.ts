// Sends people to the issuer, and stores the address that they wanted.
import type { UserManager } from 'oidc-client-ts';
import { leaveUnasked } from '../service/leaving.ts';
import { wordsOf } from './failure.ts';
import { type PlainPageProps, showPage } from './plain-page.tsx';
import { forgetSignOut } from './signed-out.ts';

/** Rejects if the issuer cannot be reached. Otherwise the browser leaves the page. */
export async function goToIssuer(manager: UserManager): Promise<never> {
  const { pathname, search, hash } = location;
  forgetSignOut();
  leaveUnasked();
  const state = { address: `${pathname}${search}${hash}` };
  await manager.signinRedirect({ state, nonce: crypto.randomUUID() });
  return new Promise<never>(() => undefined);
}

/** Shown in place of the portal. */
export async function signIn(manager: UserManager): Promise<never> {
  void showPage({ title: 'Signing in …' });
  try {
    return await goToIssuer(manager);
  } catch (error) {
    return askToSignIn(manager, { title: 'You are not signed in', words: wordsOf(error, manager) });
  }
}

/** Asks people who have signed out, or could not sign in. */
export function askToSignIn(
  manager: UserManager,
  page: Pick<PlainPageProps, 'title' | 'words'>,
): Promise<never> {
  return showPage({ ...page, button: 'Sign in again', onPress: () => void signIn(manager) });
}
