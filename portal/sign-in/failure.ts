// What has gone wrong on the way in, in words.
import { ErrorResponse, ErrorTimeout, type UserManager } from 'oidc-client-ts';

/** The issuer has answered, and refused: asking the same again is of no use. */
export function isAnsweredByIssuer(error: unknown): boolean {
  return error instanceof ErrorResponse;
}

export function isOutOfReach(error: unknown): boolean {
  return error instanceof TypeError || error instanceof ErrorTimeout;
}

export function wordsOf(error: unknown, { settings }: Pick<UserManager, 'settings'>): string {
  const { host } = new URL(settings.authority);
  if (isOutOfReach(error))
    return `${host} cannot be reached, where you would sign in. Try again in a moment.`;
  if (error instanceof ErrorResponse) return refusal(error, host);
  const { message } = error as Error;
  if (/state/i.test(message))
    return 'This answer belongs to no sign-in that was begun in this browser within the last quarter of an hour.';
  return `${host} has answered what the portal cannot use: ${message}`;
}

function refusal({ error, error_description: description }: ErrorResponse, host: string): string {
  return `${host} has not signed you in: ${description ? `${description} (${error})` : error}.`;
}
