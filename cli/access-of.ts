// How requests to a target carry who sends them: a signature, a bearer token, or nothing.
import type { ClientOptions } from '../client/client.ts';
import type { Sign } from '../client/send.ts';
import { sessionFile } from './login/session-file.ts';
import { accessBy } from './login/token-source.ts';
import type { Target } from './target.ts';

export type Access = Pick<ClientOptions, 'fetch'> & { readonly sign: Sign };

export async function accessOf({ access, url }: Pick<Target, 'access' | 'url'>): Promise<Access> {
  switch (access.by) {
    case 'nothing':
      return { sign: async ({ headers }) => headers };
    case 'token':
      return { sign: async ({ headers }) => ({ ...headers, authorization: `Bearer ${access.token}` }) };
    case 'signature': {
      // Only now: loading the AWS SDK takes longer than most commands.
      const { createSigner } = await import('./signer.ts');
      return { sign: createSigner(access.region) };
    }
    case 'machine': {
      const { machineTokens } = await import('./login/machine-tokens.ts');
      return accessBy(machineTokens(access.machine));
    }
    case 'session': {
      const { personTokens } = await import('./login/person-tokens.ts');
      return accessBy(personTokens(sessionFile(url, process.env)));
    }
  }
}
