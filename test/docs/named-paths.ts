// Finds the paths of this repository that a comment or a document names.
import { extname } from 'node:path';

const SLASH_COMMENTS = new Set(['.ts', '.tsx', '.mjs', '.css']);
/** `''` is for scripts without an ending. */
const HASH_COMMENTS = new Set(['.py', '.sh', '.yml', '.yaml', '']);

export interface NamedPath {
  readonly line: number;
  readonly path: string;
}

/** In all of a document, and in the comments of a source. None in other files, such as pictures and data. */
export function namedPaths(file: string, text: string): readonly NamedPath[] {
  return proseOf(file, text).flatMap((prose, index) =>
    pathsIn(prose).map((path) => ({ line: index + 1, path })),
  );
}

function proseOf(file: string, text: string): readonly string[] {
  const ending = extname(file);
  const lines = text.split('\n');
  if (ending === '.md') return lines;
  if (SLASH_COMMENTS.has(ending))
    return lines.map((line) => /(?:^|\s)(?:\/\/|\/?\*)(.*)$/.exec(line)?.[1] ?? '');
  if (HASH_COMMENTS.has(ending)) return lines.map((line) => /(?:^|\s)#(.*)$/.exec(line)?.[1] ?? '');
  return [];
}

const URL = /\w+:\/\/\S+/g;
const TOKEN = /(?<![\w./@$<>{}*-])\.?[\w-][\w.-]*(?:\/[\w.*-]+)*/g;

/** A path is known by its form: it begins with a folder of ours, or its name ends as only our sources do. */
const OURS = /^(functions|infra|portal|test|client|cli|docs|\.ci|\.github)\/\w/;
const SOURCE = /^[^.].*\.(tsx?|mjs|css)$/;

function pathsIn(prose: string): readonly string[] {
  const tokens = prose.replaceAll(URL, ' ').match(TOKEN) ?? [];
  return tokens
    .map((token) => token.replace(/[./-]+$/, ''))
    .filter((path) => OURS.test(path) || SOURCE.test(path));
}

/**
 * Tells whether a path is that of a file or a folder: from the root, or, where it does not begin with a folder of ours,
 * the end of one (`usecases/publish-version.ts`). A `*` stands for any characters of one name.
 */
export function existsIn(files: readonly string[]): (path: string) => boolean {
  return (path) => {
    const pattern = path.split('*').map(RegExp.escape).join('[^/]*');
    const wanted = new RegExp(`${OURS.test(path) ? '^' : '(^|/)'}${pattern}(/|$)`);
    return files.some((file) => wanted.test(file));
  };
}
