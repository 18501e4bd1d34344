// The service as the portal sees it: the typed client on the page's own origin. Reading is not repeated here, since
// queries ask again by themselves; what changes something is repeated by the client where that is safe.
import { createClient } from '../../client/client.ts';
import type { Client } from '../../client/request.ts';
import { signedFetch } from './signed-fetch.ts';
import { bearerToken } from './token.ts';

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
