// Requests with a bearer token that is renewed: shortly before it expires, and once when the service refuses it.
import type { SendDeps, Sign } from '../../client/send.ts';

export interface TokenSource {
  /** A token that is good for a while. */
  current(): Promise<string>;
  /** Another one than `refused`. */
  renewed(refused: string): Promise<string>;
}

/** Whether a token is good for another minute, as long as a request and its repetitions may take. In milliseconds. */
export function isFresh(expiresAt: number | null, now: number): boolean {
  return expiresAt === null || expiresAt - now > 60_000;
}

export interface Access {
  readonly sign: Sign;
  readonly fetch: SendDeps['fetch'];
}

/** A 401 comes from the authorizer, before anything is carried out, so the same request may be sent again. */
export function accessBy(
  source: TokenSource,
  send: typeof fetch = (...request) => fetch(...request),
): Access {
  return {
    sign: async ({ headers }) => ({ ...headers, authorization: `Bearer ${await source.current()}` }),
    async fetch(url, init) {
      const answer = await send(url, init);
      if (answer.status !== 401) return answer;
      const headers = new Headers(init?.headers);
      const refused = headers.get('authorization')?.replace(/^Bearer /, '') ?? '';
      headers.set('authorization', `Bearer ${await source.renewed(refused)}`);
      await answer.body?.cancel();
      return send(url, { ...init, headers });
    },
  };
}
