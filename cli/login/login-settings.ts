// How to sign in at a service: by flags, else by the service's own /config.json (infra/aws/portal/sign-in.ts writes it),
// else as at the last login.
import * as v from 'valibot';
import { Unreachable } from '../../client/errors.ts';
import { readBytes } from '../../client/read-bytes.ts';
import { WrongUse } from '../failures.ts';
import { isConfidential } from '../loopback.ts';

export const loginSettings = v.object({
  /** The issuer's URL, under which its discovery document lies. */
  authority: v.string(),
  client_id: v.string(),
  scope: v.string(),
  /** Which of the issuer's tokens the service accepts. */
  token: v.picklist(['id_token', 'access_token']),
  /** Needed by issuers whose access tokens serve several APIs. */
  audience: v.optional(v.string()),
});

export type LoginSettings = v.InferOutput<typeof loginSettings>;

export interface LoginFlags {
  readonly issuer?: string;
  readonly clientId?: string;
  readonly scope?: string;
  readonly audience?: string;
  readonly send?: LoginSettings['token'];
}

/** Throws `WrongUse` if nobody says how to sign in, `Unreachable` if the service cannot be asked. */
export async function findLoginSettings(
  flags: LoginFlags,
  serviceUrl: string,
  last: LoginSettings | undefined,
  signal: AbortSignal,
): Promise<LoginSettings> {
  const known = flags.issuer && flags.clientId ? BY_FLAGS : await published(serviceUrl, signal);
  const { authority, client_id, ...found } = { ...(known ?? last), ...given(flags) };
  if (!authority || !client_id) throw unknown(serviceUrl);
  const url = URL.parse(authority);
  if (url === null || !isConfidential(url))
    throw new WrongUse(`The issuer ${authority} is not one to sign in at; it has to be an https URL.`);
  return { ...BY_FLAGS, ...found, authority, client_id };
}

/** Cognito gives refresh tokens unasked, and refuses scopes that it does not know. */
const BY_FLAGS = { scope: 'openid email', token: 'id_token' } as const;

function given({ issuer, clientId, scope, audience, send }: LoginFlags): Partial<LoginSettings> {
  return {
    ...(issuer && { authority: issuer }),
    ...(clientId && { client_id: clientId }),
    ...(scope && { scope }),
    ...(audience && { audience }),
    ...(send && { token: send }),
  };
}

function unknown(serviceUrl: string): WrongUse {
  return new WrongUse(
    `${serviceUrl} does not say how to sign in. Say it once by --issuer and --client-id: the deployment's output LoginCommand has them, or the people who run the service.`,
  );
}

const published = async (serviceUrl: string, signal: AbortSignal) => {
  const url = new URL('/config.json', serviceUrl);
  const ends = AbortSignal.any([signal, AbortSignal.timeout(10_000)]);
  try {
    const response = await fetch(url, { redirect: 'manual', signal: ends });
    const bytes = await readBytes(response);
    if (!response.ok || bytes === null) return undefined;
    const { success, output } = v.safeParse(v.object({ login: loginSettings }), parsed(bytes));
    return success ? output.login : undefined;
  } catch (cause) {
    signal.throwIfAborted();
    throw new Unreachable(`${url.origin} cannot be reached, to ask how to sign in.`, { cause });
  }
};

/** A server without such a file may answer with a page. */
function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}
