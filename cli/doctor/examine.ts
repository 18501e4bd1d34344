// Everything the doctor looks at, one request after the other. What the service refuses is a finding, too.
import { ApiError, Unreachable } from '../../client/errors.ts';
import type { Answer, Client } from '../../client/request.ts';
import { bucketFindings } from './bucket.ts';
import { callerFindings } from './caller.ts';
import { clockFinding } from './clock.ts';
import { type Finding, fail, ok, warn } from './finding.ts';

export interface Examined {
  readonly client: Pick<Client, 'getMe' | 'getHealth'>;
  readonly url: string;
  /** Of this program. */
  readonly version: string;
  readonly signal: AbortSignal;
  readonly now: () => number;
}

/** Ends with the first finding if nobody answers. Throws nothing but the reason of the signal and faults of ours. */
export async function examine(examined: Examined): Promise<readonly Finding[]> {
  const { client, url, signal, now } = examined;
  const me = await asked(() => client.getMe({ signal }));
  if (me instanceof Unreachable)
    return [fail('service', me.message, 'Start it, or name another by --url or PIPELINE_VERSIONING_URL.')];
  const health = await asked(() => client.getHealth({ signal }));
  const date = dateOf(me) ?? dateOf(health);
  return [
    ok('service', `${url} answers`),
    versionFinding(isAnswer(health) ? health.body.version : undefined, examined.version),
    ...(date === null ? [] : [clockFinding(date, now())]),
    ...(isAnswer(me) ? callerFindings(me.body) : [refused(me)]),
    ...(isAnswer(health) ? bucketFindings(health.body) : [unhealthy(health)]),
  ];
}

async function asked<T>(request: () => Promise<Answer<T>>): Promise<Answer<T> | ApiError | Unreachable> {
  try {
    return await request();
  } catch (error) {
    if (error instanceof ApiError || error instanceof Unreachable) return error;
    throw error;
  }
}

function isAnswer<T>(asked: Answer<T> | Error): asked is Answer<T> {
  return !(asked instanceof Error);
}

/** A refusal's headers are not kept. */
function dateOf(asked: Answer<unknown> | Error): string | null {
  return isAnswer(asked) ? asked.headers.get('date') : null;
}

function refused(error: Error): Finding {
  const advice = 'Sign in by login, or look at --token and at the AWS credentials.';
  return fail('caller', error.message, advice);
}

function unhealthy(error: ApiError | Unreachable): Finding {
  const isForbidden = error instanceof ApiError && [401, 403].includes(error.status);
  return isForbidden
    ? warn('versioning', 'you may not ask for its health', 'Ask somebody with the role operator to run this.')
    : fail('versioning', error.message, "Look at the service's log.");
}

function versionFinding(theirs: string | undefined, ours: string): Finding {
  if (theirs === ours) return ok('version', `${ours} on both sides`);
  if (theirs === undefined)
    return warn('version', `${ours} here, not known there`, 'Compare by /packages/index.json.');
  return warn(
    'version',
    `${ours} here, ${theirs} there`,
    "Install the service's package: the Run tab has it.",
  );
}
