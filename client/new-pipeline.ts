// What the command line and the portal make a pipeline of: rules for its names, and a first file with something in it.
import { DEFAULT_LAYOUT } from './default-layout.ts';
import { ApiError } from './errors.ts';
import type { Client } from './request.ts';
import type { Operations } from './types.ts';

export type SourceType = 'sql' | 'python';

const MAX_NAME = 128;

/** The API's rule for namespaces and names, as a sentence about what breaks it; `undefined` if nothing does. */
export function nameProblem(what: 'namespace' | 'name', text: string): string | undefined {
  if (text === '') return `The ${what} is missing.`;
  if (!/^[a-z]/.test(text)) return `The ${what} must begin with a letter from a to z, in lower case.`;
  if (/[^a-z0-9_-]/.test(text)) return `The ${what} may have a to z in lower case, 0 to 9, _ and -.`;
  if (text.length > MAX_NAME) return `The ${what} may have ${MAX_NAME} characters; it has ${text.length}.`;
  return undefined;
}

/** Looks at the bucket: a file that was saved just now counts. */
export async function pipelineExists(
  client: Pick<Client, 'getPipeline'>,
  path: Operations['getPipeline']['path'],
  signal?: AbortSignal,
): Promise<boolean> {
  try {
    await client.getPipeline({ path, query: { refresh: true }, signal });
    return true;
  } catch (error) {
    if (error instanceof ApiError && error.code === 'PIPELINE_NOT_FOUND') return false;
    throw error;
  }
}

export interface FirstFile {
  readonly path: string;
  readonly text: string;
}

/**
 * The source of a pipeline that can be published as it is; `undefined` if none of the deployment's sources, as `Layout` has
 * them, is of this type.
 */
export function firstFile(
  type: SourceType,
  name: string,
  sources: readonly string[] = DEFAULT_LAYOUT.sources,
): FirstFile | undefined {
  const { ending, textOf } = TYPES[type];
  const pattern = sources.find((source) => source.endsWith(ending));
  return pattern === undefined
    ? undefined
    : { path: pattern.replaceAll('*', 'pipeline'), text: textOf(name) };
}

const sqlOf = (name: string) => `-- ${name}: what one row is, and where the rows come from.
SELECT
  1 AS id,
  'Put your own query here' AS note
`;

const pythonOf = (name: string) => `"""${name}: what it makes, and from what."""


def main() -> None:
    print("Put your own code here")


if __name__ == "__main__":
    main()
`;

const TYPES: Readonly<
  Record<SourceType, { readonly ending: string; readonly textOf: (name: string) => string }>
> = {
  sql: { ending: '.sql', textOf: sqlOf },
  python: { ending: '.py', textOf: pythonOf },
};
