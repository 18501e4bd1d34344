// `fetch` for requests that may carry a token: one that is answered 401 is sent once more with another token. That is
// safe for every request, since the gateway looks at the token before anything is done.
import { watchedFetch } from './connection.ts';
import { anotherToken } from './token.ts';

export async function signedFetch(...[input, init]: Parameters<typeof fetch>): Promise<Response> {
  const response = await watchedFetch(input, init);
  const headers = new Headers(init?.headers);
  const refused = headers.get('authorization')?.replace(/^Bearer /, '');
  if (response.status !== 401 || refused === undefined) return response;
  const token = await anotherToken(refused);
  if (token === undefined) return response;
  headers.set('authorization', `Bearer ${token}`);
  return watchedFetch(input, { ...init, headers });
}
