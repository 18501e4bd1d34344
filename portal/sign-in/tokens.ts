// The token of each request. A request renews it if it is about to expire or was refused. If it cannot be renewed,
// requests wait while the portal asks the person to sign in again.
import type { User, UserManager } from 'oidc-client-ts';
import { Unreachable } from '../../client/errors.ts';
import type { TokenSource } from '../service/token.ts';
import { isOutOfReach, wordsOf } from './failure.ts';
import { askInDialog } from './session-ended.tsx';
import type { SignInSettings } from './sign-in-settings.ts';

export interface TokensProps {
  readonly manager: UserManager;
  readonly user: User;
  /** Whether the issuer sent it on this page load. */
  readonly isNew: boolean;
  readonly token: SignInSettings['token'];
  readonly leave: () => Promise<void>;
}

const MARGIN_S = 10;
/** A token that is refused this soon has not expired, so a new one would be refused as well. */
const NEW_MS = 10_000;

const ENDED = 'Your session has ended.';
const REFUSED = 'The service does not accept the token of your sign-in. Ask the people who run it why.';

export function tokensOf({ manager, user: first, isNew, token, leave }: TokensProps): TokenSource {
  let user = first;
  let receivedAt = isNew ? performance.now() : Number.NEGATIVE_INFINITY;
  let renewing: Promise<string> | undefined;

  const value = () => user[token] as string;

  async function end(why: string): Promise<never> {
    await manager.removeUser();
    return askInDialog({ manager, why, leave });
  }

  async function renewed(): Promise<string> {
    // Without a refresh token the library would try a frame, which the page's policy forbids.
    if (!user.refresh_token) return end(ENDED);
    try {
      user = (await manager.signinSilent()) ?? user;
      receivedAt = performance.now();
      return value();
    } catch (error) {
      if (!isOutOfReach(error)) return end(ENDED);
      if (!user.expired) return value();
      throw new Unreachable(wordsOf(error, manager), { cause: error });
    }
  }

  function renew(): Promise<string> {
    renewing ??= renewed().finally(() => {
      renewing = undefined;
    });
    return renewing;
  }

  return {
    async current() {
      const isFresh = user.expires_in === undefined || user.expires_in > MARGIN_S;
      return isFresh && renewing === undefined ? value() : renew();
    },
    async another(refused) {
      if (refused !== value()) return value();
      return performance.now() - receivedAt < NEW_MS ? end(REFUSED) : renew();
    },
  };
}
