// What a verified token says of its bearer: roles and name, each from the claim that a setting names.
import { type Grant, grantsOf, type Role } from '../../../functions/domain/roles.ts';

export type Claims = Readonly<Record<string, unknown>>;

/**
 * The roles in the claim, and the one that everybody has. A list counts by its texts, each of them one role; a text by
 * its words, as OAuth writes scopes (RFC 6749 §3.3). Nothing else counts.
 */
export function grantsIn(claims: Claims, rolesClaim: string, everyone: Role | null): readonly Grant[] {
  const value = own(claims, rolesClaim);
  const words = typeof value === 'string' ? value.split(' ') : Array.isArray(value) ? value : [];
  const texts = words.filter((word): word is string => typeof word === 'string');
  return grantsOf(everyone === null ? texts : [everyone, ...texts]);
}

/** In front of the scopes of a user pool's resource server that are roles. */
export const SCOPE_PREFIX = 'pipeline-versioning/';

/**
 * Whether a user pool made the token for a machine, by client credentials: it has no user, and scopes that the pool's
 * administrators gave its client. A person's token may have scopes as well, which say what an app may do in that name.
 */
export function isMachine(claims: Claims): boolean {
  return (
    claims.token_use === 'access' && claims.sub === claims.client_id && !Object.hasOwn(claims, 'username')
  );
}

/** Of a machine's token. */
export function grantsInScopes({ scope }: Claims, everyone: Role | null): readonly Grant[] {
  const words = typeof scope === 'string' ? scope.split(' ') : [];
  const roles = words
    .filter((word) => word.startsWith(SCOPE_PREFIX))
    .map((word) => word.slice(SCOPE_PREFIX.length));
  return grantsOf(everyone === null ? roles : [everyone, ...roles]);
}

/** A line of at most 256 visible characters. */
const NAME = /^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]{1,256}$/u;

/** So begins the name of a caller that signs: a token's bearer has no such name, whoever may write the claim. */
const isArn = (name: string) => /arn:/i.test(name.normalize('NFKC'));

/** The name in the claim; the subject if there is none to trust: people may type an address that is not theirs. */
export function nameIn(claims: Claims, nameClaim: string, subject: string): string {
  const name = own(claims, nameClaim);
  const isUnverified = nameClaim === 'email' && String(own(claims, 'email_verified')) === 'false';
  if (typeof name !== 'string' || isUnverified || isArn(name)) return subject;
  return NAME.test(name) && name.trim() !== '' ? name : subject;
}

/** Claims come from JSON: a claim named as something that every object has is no claim. */
function own(claims: Claims, name: string): unknown {
  return Object.hasOwn(claims, name) ? claims[name] : undefined;
}
