// Which file of a pipeline runs: the first of the deployment's patterns that a file matches decides. A pattern is a path
// relative to the pipeline, in which one `*` a name stands for any characters of it: `pipeline.py`, `*.ipynb`.

const MAX_LENGTH = 128;
const NAME = /^[\w*-][\w*.-]*$/;

/** What is wrong with the pattern, and what to do; `null` if nothing is. */
export function sourceProblem(pattern: string): string | null {
  if (pattern.length > MAX_LENGTH) return `must have at most ${MAX_LENGTH} characters`;
  if (pattern.startsWith('/'))
    return 'must be relative to the pipeline; leave out the slash at its beginning';
  const names = pattern.split('/');
  if (names.some((name) => !NAME.test(name)))
    return 'must be a path such as pipeline.py or *.ipynb: names of A-Z a-z 0-9 _ - . and *, with slashes between, not beginning with a dot';
  if (names.some((name) => name.split('*').length > 2)) return 'may have one * in a name';
  const taken = TAKEN.find((path) => matchesSource(pattern, path));
  return taken === undefined ? null : `must not match ${taken}, which has a meaning already`;
}

/** Files with a part of their own in a pipeline. */
const TAKEN = ['config.yaml', 'tests/quality/any.sql'];

/** As shells do: `*` is not empty at the beginning of a name that begins with a dot, and never a slash. */
export function matchesSource(pattern: string, path: string): boolean {
  const names = path.split('/');
  const patterns = pattern.split('/');
  return (
    names.length === patterns.length && patterns.every((one, index) => matchesName(one, names[index] ?? ''))
  );
}

function matchesName(pattern: string, name: string): boolean {
  const [start = '', end] = pattern.split('*');
  if (end === undefined) return name === pattern;
  if (start === '' && name.startsWith('.')) return false;
  return name.length >= start.length + end.length && name.startsWith(start) && name.endsWith(end);
}

/** The path that runs; of several that match one pattern, the first in the order of code units. */
export function sourceAmong(patterns: readonly string[], paths: readonly string[]): string | null {
  for (const pattern of patterns) {
    const [first] = paths.filter((path) => matchesSource(pattern, path)).toSorted();
    if (first !== undefined) return first;
  }
  return null;
}
