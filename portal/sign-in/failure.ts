// Says in words why a sign-in failed.
import { ErrorResponse, ErrorTimeout, type UserManager } from 'oidc-client-ts';

/** The issuer refused, so asking again does not help. */
export function isAnsweredByIssuer(error: unknown): boolean {
  return error instanceof ErrorResponse;
}

export function isOutOfReach(error: unknown): boolean {
  return error instanceof TypeError || error instanceof ErrorTimeout;
}

export function wordsOf(error: unknown, { settings }: Pick<UserManager, 'settings'>): string {
  const { host } = new URL(settings.authority);
  if (isOutOfReach(error)) return `${host} cannot be reached, so you cannot sign in. Try again in a moment.`;
  if (error instanceof ErrorResponse) return refusal(error, host);
  const { message } = error as Error;
  if (/state/i.test(message))
    return 'This answer does not belong to a sign-in that began in this browser within the last 15 minutes.';
  return `${host} sent an answer that the portal cannot use: ${message}`;
}

function refusal({ error, error_description: description }: ErrorResponse, host: string): string {
  return `${host} has not signed you in: ${description ? `${description} (${error})` : error}.`;
}
