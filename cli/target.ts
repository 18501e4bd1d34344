// Which service a command talks to, and as whom: by flag, else by environment, else by the configuration file.
import { CONFIG_FILE, type ConfigFile } from './config-file.ts';
import { WrongUse } from './failures.ts';
import { type Machine, machineIn } from './login/machine-tokens.ts';
import { isConfidential } from './loopback.ts';

export const DEFAULT_URL = 'http://127.0.0.1:8080';

export interface TargetFlags {
  readonly url?: string | undefined;
  readonly token?: string | undefined;
  readonly sign?: boolean | undefined;
  readonly region?: string | undefined;
}

export interface Target {
  readonly url: string;
  /** Where the URL comes from, such as `--url`. */
  readonly source: string;
  /** Whether the user has named the service, and not only a file that came with a project. */
  readonly isTrusted: boolean;
  readonly access:
    | { readonly by: 'nothing' }
    | { readonly by: 'token'; readonly token: string }
    | { readonly by: 'machine'; readonly machine: Machine }
    /** The one that `login` left for this URL. */
    | { readonly by: 'session' }
    | { readonly by: 'signature'; readonly region: string };
}

/** `hasSession` says whether somebody has signed in at this URL by `login`. Throws `WrongUse`. */
export function chooseTarget(
  flags: TargetFlags,
  env: NodeJS.ProcessEnv,
  file: ConfigFile | undefined,
  hasSession: (url: string) => boolean = () => false,
): Target {
  const { text, ...origin } = chooseUrl(flags, env, file);
  const url = parseUrl(text);
  const target = { ...origin, url: url.href, access: chooseAccess(url, flags, env, file, hasSession) };
  const { by } = target.access;
  if (by !== 'nothing') assertSafe(target, by === 'signature' ? 'Signed requests are' : 'The token is');
  return target;
}

/** Throws `WrongUse` for a URL to which no credentials may be sent. */
export function assertSafe(target: Omit<Target, 'access'>, what: string): void {
  const url = new URL(target.url);
  if (!isConfidential(url)) throw new WrongUse(`${what} not sent to ${url.origin} in the clear; use https.`);
  assertTrusted(target, what);
}

/** Throws `WrongUse` if only a cloned project says where this goes: it might be to anybody. */
export function assertTrusted({ url, source, isTrusted }: Omit<Target, 'access'>, what: string): void {
  if (isTrusted) return;
  throw new WrongUse(
    `${what} not sent where a project's file leads (${source}). If you trust ${url}, say --url, or write it under "trust:" in ~/.config/${CONFIG_FILE}.`,
  );
}

/** Where the API is and the portal is not. */
export function isApiGateway(url: string): boolean {
  return regionOfApiGateway(new URL(url)) !== undefined;
}

function chooseUrl(flags: TargetFlags, env: NodeJS.ProcessEnv, file: ConfigFile | undefined) {
  if (flags.url !== undefined) return { text: flags.url, source: '--url', isTrusted: true };
  const variable = env.PIPELINE_VERSIONING_URL;
  if (variable) return { text: variable, source: 'PIPELINE_VERSIONING_URL', isTrusted: true };
  if (file?.url === undefined) return { text: DEFAULT_URL, source: 'the default', isTrusted: true };
  const isDefault = URL.parse(file.url)?.href === new URL(DEFAULT_URL).href;
  return { text: file.url, source: file.path, isTrusted: file.isTrusted || isDefault };
}

function chooseAccess(
  url: URL,
  flags: TargetFlags,
  env: NodeJS.ProcessEnv,
  file: ConfigFile | undefined,
  hasSession: (url: string) => boolean,
): Target['access'] {
  const token = flags.token ?? (env.PIPELINE_VERSIONING_TOKEN || undefined);
  if (token !== undefined) {
    if (flags.sign) throw new WrongUse('A request carries a token or a signature, not both: leave one out.');
    return { by: 'token', token };
  }
  const isSigned = flags.sign ?? file?.sign ?? false;
  const machine = isSigned ? undefined : machineIn(env);
  if (machine !== undefined) return { by: 'machine', machine };
  if (!isSigned && hasSession(url.href)) return { by: 'session' };
  const region = regionOfApiGateway(url);
  if (!(flags.sign ?? file?.sign ?? region !== undefined)) return { by: 'nothing' };
  return { by: 'signature', region: flags.region ?? region ?? knownRegion(env, file) };
}

function parseUrl(text: string): URL {
  const url = URL.parse(text);
  if (url !== null && /^https?:$/.test(url.protocol)) return url;
  throw new WrongUse(`${text} is no URL of a service; one is ${DEFAULT_URL}.`);
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-call-api.html */
function regionOfApiGateway({ hostname }: URL): string | undefined {
  return /\.execute-api\.([a-z0-9-]+)\.amazonaws\.com(\.cn)?$/.exec(hostname)?.[1];
}

function knownRegion(env: NodeJS.ProcessEnv, file: ConfigFile | undefined): string {
  const region = file?.region || env.AWS_REGION || env.AWS_DEFAULT_REGION;
  if (region) return region;
  throw new WrongUse('We need the region of the API to sign: say --region or set AWS_REGION.');
}
