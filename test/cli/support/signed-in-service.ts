// A service that takes the tokens of an issuer, both of a test: it says by /config.json how to sign in, as the portal's
// files do, and answers as whom it sees the caller.
import { createServer } from 'node:http';
import { onTestFinished } from 'vitest';
import { oidcVerifier } from '../../../infra/aws/authorizer/token-verifiers.ts';
import { freePort } from '../../../infra/local/servers/free-port.ts';
import { listening } from '../../client/support/listening.ts';
import {
  AUDIENCE,
  CLI_CLIENT_ID,
  type OidcIssuer,
  startOidcIssuer,
} from '../../portal/support/oidc-issuer.ts';

export interface SignedInService {
  readonly url: string;
  readonly issuer: OidcIssuer;
  /** What /config.json says; may be no JSON. */
  config: string;
  /** The tokens that came, in order. */
  readonly tokens: string[];
  /** As if they had expired by the service's clock. */
  readonly refused: Set<string>;
  /** Refuses so many requests, whatever their tokens. */
  refuseNext(requests: number): void;
}

export async function signedInService(): Promise<SignedInService> {
  const issuer = await startOidcIssuer(await freePort(), 'http://localhost:1');
  onTestFinished(() => issuer.stop());
  const verifiers = [AUDIENCE, CLI_CLIENT_ID].map((audience) =>
    oidcVerifier({ issuer: issuer.origin, audience, clientIds: [] }),
  );
  let refusals = 0;
  const service = {
    tokens: [] as string[],
    refused: new Set<string>(),
    refuseNext: (requests: number) => {
      refusals = requests;
    },
  };

  async function verified(token: string) {
    if (refusals > 0 || service.refused.has(token)) {
      refusals -= 1;
      return null;
    }
    const claims = await Promise.all(verifiers.map((verify) => verify(token)));
    return claims.find((found) => found !== null) ?? null;
  }

  const server = createServer(async (request, response) => {
    if (request.url === '/config.json') return void response.end(whole.config);
    const token = request.headers.authorization?.replace('Bearer ', '') ?? '';
    service.tokens.push(token);
    const claims = await verified(token);
    response.statusCode = claims === null ? 401 : 200;
    response.setHeader('Content-Type', 'application/json');
    return void response.end(JSON.stringify(claims === null ? REFUSAL : callerOf(claims)));
  });
  const whole = Object.assign(service, { url: await listening(server), issuer, config: '' });
  whole.config = JSON.stringify({ login: loginAt(issuer) });
  return whole;
}

export function loginAt({ origin }: Pick<OidcIssuer, 'origin'>) {
  return { authority: origin, client_id: CLI_CLIENT_ID, scope: 'openid email', token: 'id_token' };
}

const REFUSAL = {
  error: { code: 'UNAUTHENTICATED', type: 'AUTHENTICATION', message: 'Sign in again.', request_id: 'r-1' },
};

function callerOf({ email, sub }: Readonly<Record<string, unknown>>) {
  return { name: email ?? sub, subject: sub, roles: [{ role: 'publisher', namespace: 'team_a' }] };
}
