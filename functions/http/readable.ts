// Which namespaces a list over all of them shows.
import { DomainError } from '../domain/errors.ts';
import { allows, readableNamespaces } from '../domain/roles.ts';
import { missingRole } from './authorize.ts';
import type { Caller } from './caller.ts';

/** `undefined`: all. Throws `FORBIDDEN` where one is asked for that the caller may not read. */
export function namespacesFor(
  { grants, claim }: Pick<Caller, 'grants' | 'claim'>,
  asked: string | undefined,
): readonly string[] | undefined {
  if (grants && asked !== undefined && !allows(grants, 'reader', asked))
    throw new DomainError('FORBIDDEN', missingRole('reader', asked, claim ?? ''));
  return (grants && readableNamespaces(grants)) ?? undefined;
}
