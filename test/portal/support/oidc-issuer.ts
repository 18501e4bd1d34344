// An OpenID Connect issuer on this machine, made of oidc-provider: anybody can sign in by a name, or decline.
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { type Configuration, type JWK, Provider } from 'oidc-provider';
import { CALLBACK_PORTS, callbackUrl } from '../../../cli/login/callback-ports.ts';

export const CLIENT_ID = 'portal';
export const CLI_CLIENT_ID = 'command-line';
/** Gets tokens for itself. */
export const MACHINE = { id: 'ci', secret: 'the secret of a test, as long as it likes' } as const;
/** The `aud` of access tokens. Those of ID tokens is the client. */
export const AUDIENCE = 'pipelines';
const RESOURCE = 'https://pipelines.example';

export interface OidcIssuer {
  readonly origin: string;
  /** The grants that the token endpoint has answered, such as `refresh_token`. */
  readonly grants: string[];
  /** Of the access tokens to come, in seconds. */
  lifetime: number;
  /** Whether refresh tokens are taken, and given. */
  renews: boolean;
  stop(): void;
}

/** `portal`: its origin, from which people come and to which they go back. */
export async function startOidcIssuer(port: number, portal: string): Promise<OidcIssuer> {
  const origin = `http://localhost:${port}`;
  const issuer = { origin, grants: [] as string[], lifetime: 3600, renews: true };
  const provider = new Provider(origin, configuration(portal, issuer));
  provider.on('grant.success', ({ oidc }) => issuer.grants.push(String(oidc.params?.grant_type)));
  const answer = provider.callback();
  const server = createServer((request, response) => {
    void (request.url?.startsWith('/interaction/')
      ? interact(provider, request, response)
      : answer(request, response));
  });
  await new Promise<void>((resolve) => server.listen(port, 'localhost', resolve));
  return Object.assign(issuer, {
    stop() {
      server.close();
      server.closeAllConnections();
    },
  });
}

function configuration(portal: string, issuer: Pick<OidcIssuer, 'lifetime' | 'renews'>): Configuration {
  return {
    clients: [
      {
        client_id: CLIENT_ID,
        token_endpoint_auth_method: 'none',
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
        redirect_uris: [`${portal}/signed-in`],
        post_logout_redirect_uris: [`${portal}/`],
      },
      {
        client_id: CLI_CLIENT_ID,
        token_endpoint_auth_method: 'none',
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
        redirect_uris: CALLBACK_PORTS.map(callbackUrl),
      },
      {
        client_id: MACHINE.id,
        client_secret: MACHINE.secret,
        grant_types: ['client_credentials'],
        response_types: [],
        redirect_uris: [],
      },
    ],
    scopes: ['openid', 'email', 'offline_access'],
    claims: { openid: ['sub', 'serial'], email: ['email'] },
    conformIdTokenClaims: false,
    findAccount: async (_, sub) => ({
      accountId: sub,
      // Two ID tokens of one second would be the same text.
      claims: async () => ({ sub, email: `${sub}@example.com`, serial: randomUUID() }),
    }),
    clientBasedCORS: (_, asking) => asking === portal,
    issueRefreshToken: async () => issuer.renews,
    rotateRefreshToken: true,
    ttl: {
      ...TTL,
      ClientCredentials: () => issuer.lifetime,
      AccessToken: () => issuer.lifetime,
      IdToken: () => issuer.lifetime,
    },
    jwks: { keys: [signingKey()] },
    cookies: { keys: ['for a test'] },
    interactions: { url: (_, { uid }) => `/interaction/${uid}` },
    async loadExistingGrant({ oidc }) {
      const grant = new oidc.provider.Grant({
        clientId: oidc.client?.clientId ?? CLIENT_ID,
        accountId: oidc.session?.accountId ?? '',
      });
      grant.addOIDCScope('openid email offline_access');
      grant.addResourceScope(RESOURCE, 'api');
      await grant.save();
      return grant;
    },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      revocation: { enabled: true, allowedPolicy: async () => true },
      rpInitiatedLogout: {
        enabled: true,
        async logoutSource(ctx, form) {
          ctx.body = page(`${form}<button form="op.logoutForm" name="logout" value="yes">Leave</button>`);
        },
      },
      resourceIndicators: {
        enabled: true,
        defaultResource: async () => RESOURCE,
        useGrantedResource: async () => true,
        getResourceServerInfo: async () => ({
          scope: 'api',
          audience: AUDIENCE,
          accessTokenFormat: 'jwt',
          accessTokenTTL: issuer.lifetime,
          jwt: { sign: { alg: 'RS256' } },
        }),
      },
    },
  };
}

/** Longer than any test, in seconds. */
const TTL = { Interaction: 3600, Grant: 3600, Session: 3600, RefreshToken: 3600 };

function signingKey(): JWK {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return { ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256' } as JWK;
}

async function interact(
  provider: Provider,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method === 'GET') {
    response.setHeader('Content-Type', 'text/html; charset=utf-8');
    response.end(page(FORM));
    return;
  }
  const answer = new URLSearchParams(await text(request));
  const declined = { error: 'access_denied', error_description: 'The person has declined' };
  const login = { login: { accountId: answer.get('name') ?? '' } };
  await provider.interactionFinished(request, response, answer.has('decline') ? declined : login);
}

const FORM = `<form method="post"><label>Name <input name="name"></label>
  <button>Continue</button> <button name="decline">Decline</button></form>`;

const page = (body: string) => `<!doctype html><html lang="en"><title>Issuer</title>${body}</html>`;
