// Which service a command talks to, and as whom: by flag, else by environment, else by the configuration file.
import type { ConfigFile } from './config-file.ts';
import { WrongUse } from './failures.ts';

export const DEFAULT_URL = 'http://127.0.0.1:8080';

export interface TargetFlags {
  readonly url?: string | undefined;
  readonly token?: string | undefined;
  readonly sign?: boolean | undefined;
  readonly region?: string | undefined;
}

export interface Target {
  readonly url: string;
  readonly access:
    | { readonly by: 'nothing' }
    | { readonly by: 'token'; readonly token: string }
    | { readonly by: 'signature'; readonly region: string };
}

/** Throws `WrongUse`. */
export function chooseTarget(
  flags: TargetFlags,
  env: NodeJS.ProcessEnv,
  file: ConfigFile | undefined,
): Target {
  const said = flags.url ?? (env.PIPELINE_VERSIONS_URL || undefined);
  const url = parseUrl(said ?? file?.url ?? DEFAULT_URL);
  const token = flags.token ?? (env.PIPELINE_VERSIONS_TOKEN || undefined);
  if (token !== undefined) {
    if (flags.sign) throw new WrongUse('A request carries a token or a signature, not both: leave one out.');
    checkTokenGoesTo(url, said === undefined ? file : undefined);
    return { url: url.href, access: { by: 'token', token } };
  }
  const region = regionOfApiGateway(url);
  if (!(flags.sign ?? file?.sign ?? region !== undefined))
    return { url: url.href, access: { by: 'nothing' } };
  return {
    url: url.href,
    access: { by: 'signature', region: flags.region ?? region ?? knownRegion(env, file) },
  };
}

function parseUrl(text: string): URL {
  const url = URL.parse(text);
  if (url !== null && /^https?:$/.test(url.protocol)) return url;
  throw new WrongUse(`${text} is no URL of a service; one is ${DEFAULT_URL}.`);
}

const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]'];

/** A token is as good as a password: not for everybody on the way, nor for whom a cloned project names. */
function checkTokenGoesTo(url: URL, file: ConfigFile | undefined): void {
  if (url.protocol === 'http:' && !LOOPBACK.includes(url.hostname))
    throw new WrongUse(`The token is not sent to ${url.origin} in the clear; use https.`);
  if (file?.url !== undefined && !file.isPersonal)
    throw new WrongUse(
      `The token is not sent where a project's file leads (${file.path}); say --url ${url.href} if you trust it.`,
    );
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-call-api.html */
function regionOfApiGateway({ hostname }: URL): string | undefined {
  return /\.execute-api\.([a-z0-9-]+)\.amazonaws\.com(\.cn)?$/.exec(hostname)?.[1];
}

function knownRegion(env: NodeJS.ProcessEnv, file: ConfigFile | undefined): string {
  const region = file?.region || env.AWS_REGION || env.AWS_DEFAULT_REGION;
  if (region) return region;
  throw new WrongUse('To sign, the region of the API has to be known: say --region or set AWS_REGION.');
}
