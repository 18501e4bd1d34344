// Publishes and rollbacks: each attempt goes into the history.
import type { SuccessBody } from '../../support/api.ts';
import { asVersion } from '../../support/as-version.ts';
import type { Answer, Attempt, VersionRequest } from '../history/history.ts';
import type { Asked } from './ask.ts';
import type { Life } from './life.ts';
import { versionIn } from './version-in.ts';

export async function sendVersionRequest(life: Life, request: VersionRequest): Promise<Attempt> {
  const { message, key, target, expectedVersion, skipUnchanged } = request;
  const body = {
    message,
    ...(expectedVersion !== null && { expected_version: expectedVersion }),
    ...(skipUnchanged && { skip_unchanged: true }),
  };
  const headers: Record<string, string> = key === null ? {} : { 'Idempotency-Key': key };
  const asked = await (target === null
    ? life.ask('publishVersion', { target: '/publish', body, headers })
    : life.ask('rollbackVersion', { target: `/versions/${target}/rollback`, body, headers }));
  const answer = answerIn(life, asked);
  const attempt: Attempt = {
    op: target === null ? 'publish' : 'rollback',
    began: asked.began,
    ended: answer.kind === 'unknown' ? null : asked.ended,
    ...{ message, key, target, expectedVersion, answer },
  };
  life.operations.push(attempt);
  return attempt;
}

function answerIn({ pipeline }: Life, { answer, body, code }: Asked): Answer {
  const status = answer?.status ?? 0;
  if (status === 201 || status === 200) {
    const replayed = answer?.headers['idempotent-replayed'] === 'true';
    const version = versionIn(pipeline, asVersion(body as SuccessBody<'publishVersion'>));
    return { kind: status === 201 ? 'made' : 'unchanged', version, replayed };
  }
  return isRefusal(status) ? { kind: 'refused', code: code ?? `${status}` } : { kind: 'unknown' };
}

/** Nothing was done. Any other failure leaves that open. */
export function isRefusal(status: number): boolean {
  return status >= 400 && status < 500 && status !== 429;
}

/** Refusals that ask to try again, and outcomes that a key settles. */
export function asksAgain({ answer }: Attempt): boolean {
  if (answer.kind === 'unknown') return true;
  return answer.kind === 'refused' && ['VERSION_CONFLICT', 'DRAFT_CHANGING'].includes(answer.code);
}
