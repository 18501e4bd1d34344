// Opens the session of a person who returns from the issuer, of one who signed in before in this tab, or sends the
// person to the issuer.
import type { User, UserManager } from 'oidc-client-ts';
import { CALLBACK_PATH } from '../delivery.ts';
import { setTokenSource } from '../service/token.ts';
import { isAnsweredByIssuer, wordsOf } from './failure.ts';
import { askToSignIn, signIn } from './sign-in.ts';
import type { SignInSettings } from './sign-in-settings.ts';
import { signOut } from './sign-out.ts';
import { hasSignedOut } from './signed-out.ts';
import { tokensOf } from './tokens.ts';
import { userManager } from './user-manager.ts';

export interface Person {
  /** The name that the issuer gives. */
  readonly name: string;
  readonly signOut: () => Promise<void>;
}

export async function openSession(settings: SignInSettings): Promise<Person> {
  const manager = userManager(settings);
  const arrived = await comingBack(manager, settings);
  const user = arrived ?? (await kept(manager));
  if (user === undefined) return hasSignedOut() ? askToSignIn(manager, SIGNED_OUT) : signIn(manager);
  const leave = () => signOut(manager, settings);
  setTokenSource(tokensOf({ manager, user, isNew: arrived !== undefined, token: settings.token, leave }));
  return { name: nameOf(user), signOut: leave };
}

const SIGNED_OUT = { title: 'You have signed out' };

async function comingBack(manager: UserManager, { token }: SignInSettings): Promise<User | undefined> {
  if (location.pathname !== CALLBACK_PATH) return undefined;
  const isAnswer = new URLSearchParams(location.search).has('state');
  try {
    const user = isAnswer ? await manager.signinRedirectCallback() : undefined;
    if (user && !user[token]) throw new Error(`The issuer sent no ${token}.`);
    moveTo(addressIn(user?.state));
    return user;
  } catch (error) {
    const address = addressIn((error as { readonly state?: unknown }).state);
    moveTo(address);
    // The back button can bring an answer that was used before. It changes nothing.
    if (!isAnsweredByIssuer(error) && (await manager.getUser())?.[token]) return undefined;
    return askToSignIn(manager, { title: 'You are not signed in', words: wordsOf(error, manager) });
  }
}

async function kept(manager: UserManager): Promise<User | undefined> {
  const user = await manager.getUser();
  if (user === null || !user.expired) return user ?? undefined;
  if (user.refresh_token) {
    try {
      return (await manager.signinSilent()) ?? undefined;
    } catch (error) {
      if (!isAnsweredByIssuer(error))
        return askToSignIn(manager, { title: 'You are not signed in', words: wordsOf(error, manager) });
    }
  }
  await manager.removeUser();
  return undefined;
}

/** The state that `signIn` stored in this browser. The issuer does not see it. */
function addressIn(state: unknown): string {
  const { address } = (state ?? {}) as { readonly address?: string };
  return address ?? '/';
}

function moveTo(address: string): void {
  history.replaceState(null, '', address);
}

function nameOf({ profile: { email, name, preferred_username, sub } }: User): string {
  return email ?? name ?? preferred_username ?? sub;
}
