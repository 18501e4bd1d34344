// How requests to a target carry who sends them: a signature, a bearer token, or nothing.
import type { Sign } from '../client/send.ts';
import type { Target } from './target.ts';

export async function signOf({ access }: Pick<Target, 'access'>): Promise<Sign> {
  if (access.by === 'signature') {
    // Only now: loading the AWS SDK takes longer than most commands.
    const { createSigner } = await import('./signer.ts');
    return createSigner(access.region);
  }
  if (access.by === 'nothing') return async ({ headers }) => headers;
  return async ({ headers }) => ({ ...headers, authorization: `Bearer ${access.token}` });
}
