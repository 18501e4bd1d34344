// INVALID_REQUEST: which fields are wrong, where they are, and what is wrong with each.
import type { core } from 'zod/mini';
import { DomainError } from '../domain/errors.ts';

export type Place = 'path' | 'query' | 'header' | 'body';

export interface FieldProblem {
  readonly in: Place;
  /** '' for the body as a whole. */
  readonly field: string;
  readonly problem: string;
}

export function invalidRequest(problems: readonly FieldProblem[]): DomainError {
  const sentences = problems.map(
    ({ in: place, field, problem }) => `${place}${field ? ` ${field}` : ''} ${problem}`,
  );
  return new DomainError('INVALID_REQUEST', `Invalid request: ${sentences.join('; ')}.`, {
    fields: problems,
  });
}

export function problemsOf(place: Place, error: core.$ZodError): FieldProblem[] {
  return error.issues.flatMap((issue): FieldProblem[] => {
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({
        in: place,
        field: [...issue.path, key].join('.'),
        problem: 'is not known',
      }));
    }
    return [{ in: place, field: issue.path.join('.'), problem: problemOf(issue) }];
  });
}

function problemOf(issue: core.$ZodIssue): string {
  if (issue.code === 'invalid_type' && issue.input === undefined) return 'is missing';
  if (issue.code === 'invalid_type') return `must be of type ${issue.expected}`;
  return issue.message.replace(/^(Invalid|Too)/, (word) => `is ${word.toLowerCase()}`);
}
