// The tokens of a person who has run `login`, out of the file that it left.
import { Failed } from '../failures.ts';
import type { SessionFile, StoredSession } from './session-file.ts';
import { isFresh, type TokenSource } from './token-source.ts';

const ENDED = 'Your session has ended. Run pipeline-versioning login.';

export function personTokens(file: SessionFile, now: () => number = Date.now): TokenSource {
  let session: Promise<StoredSession> | undefined;
  let renewal: Promise<StoredSession> | undefined;

  const stored = async () => (await file.read()) ?? ended();

  /** One at a time, in this process and among all of them: issuers end a session whose refresh token comes twice. */
  function renew(old: string): Promise<StoredSession> {
    renewal ??= file
      .locked(() => renewUnlessOthersDid(old))
      .finally(() => {
        renewal = undefined;
      });
    session = renewal;
    // The next request tries again: the issuer may have been out of reach.
    session.catch(() => {
      session = undefined;
    });
    return renewal;
  }

  async function renewUnlessOthersDid(old: string): Promise<StoredSession> {
    const found = await stored();
    if (found.token !== old && isFresh(found.expires_at, now())) return found;
    if (found.refresh_token === null) return ended();
    const next = { ...found, ...(await refreshed(found, found.refresh_token, now)) };
    await file.write(next);
    return next;
  }

  return {
    async current() {
      session ??= stored();
      const { token, expires_at } = await session;
      return isFresh(expires_at, now()) ? token : (await renew(token)).token;
    },
    async renewed(refused) {
      const { token } = await renew(refused);
      return token;
    },
  };
}

async function refreshed({ settings }: StoredSession, refreshToken: string, now: () => number) {
  const [oidc, { asking, discover, SessionRefused }, { sessionOf }] = await Promise.all([
    import('openid-client'),
    import('./issuer.ts'),
    import('./session-of.ts'),
  ]);
  const { host } = new URL(settings.authority);
  try {
    const client = await discover(settings);
    const tokens = await asking(host, () => oidc.refreshTokenGrant(client, refreshToken));
    return sessionOf(settings, tokens, now(), refreshToken);
  } catch (error) {
    return error instanceof SessionRefused ? ended() : Promise.reject(error);
  }
}

function ended(): never {
  throw new Failed(ENDED);
}
