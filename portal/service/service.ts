// The typed client on the page's own origin. Reads are not retried here, since queries poll anyway. The client retries
// changes where that is safe.
import { createClient } from '../../client/client.ts';
import type { Client } from '../../client/request.ts';
import { watchedFetch } from './connection.ts';
import { anotherToken, bearerToken } from './token.ts';

const options = {
  baseUrl: location.origin,
  fetch: signedFetch,
  sign: async ({ headers }: { readonly headers: Readonly<Record<string, string>> }) => {
    const token = await bearerToken();
    return token === undefined ? headers : { ...headers, authorization: `Bearer ${token}` };
  },
};

/** For queries. */
export const reading: Client = createClient({ ...options, retry: { retries: 0 } });

/** For mutations. */
export const service: Client = createClient(options);

/**
 * Sends a request that was answered 401 once more, with another token. This is safe for every request, since the
 * gateway checks the token before it forwards the request.
 */
async function signedFetch(...[input, init]: Parameters<typeof fetch>): Promise<Response> {
  const response = await watchedFetch(input, init);
  const headers = new Headers(init?.headers);
  const refused = headers.get('authorization')?.replace(/^Bearer /, '');
  if (response.status !== 401 || refused === undefined) return response;
  const token = await anotherToken(refused);
  if (token === undefined) return response;
  headers.set('authorization', `Bearer ${token}`);
  return watchedFetch(input, { ...init, headers });
}
