// The path of a file in a URL: the one parameter that is decoded (docs/decisions.md, "Paths come from `pathParameters`,
// as they were sent").
import * as z from 'zod/mini';
import { filePathProblem } from '../domain/file-path.ts';
import { documented } from './documented.ts';

const decodedPath = z.transform((sent: string, { issues }): string => {
  const path = decoded(sent);
  const problem = path === null ? 'must be percent-encoded UTF-8' : filePathProblem(path);
  if (path !== null && problem === null) return path;
  issues.push({ code: 'custom', message: problem ?? '', input: sent });
  return z.NEVER;
});

export const filePathText = documented(z.pipe(z.string(), decodedPath), {
  override: {
    type: 'string',
    description: 'Relative to the pipeline, percent-encoded once; slashes may be sent as they are',
    example: 'tests/quality/order_id_is_unique.sql',
  },
});

/** A plus stays a plus, and `%25` is not decoded again. */
function decoded(sent: string): string | null {
  try {
    return decodeURIComponent(sent);
  } catch {
    return null; // the schema says so
  }
}
