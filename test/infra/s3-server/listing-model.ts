// What the listings must say, computed the slow and obvious way from the whole bucket.

export interface ModelVersion {
  readonly key: string;
  readonly versionId: string;
  readonly kind: 'object' | 'marker';
  readonly body: string;
}

export interface ListArguments {
  readonly prefix: string;
  readonly delimiter: string;
}

export const byBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

export function groupOf(key: string, { prefix, delimiter }: ListArguments): string | undefined {
  const at = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
  return at < 0 ? undefined : key.slice(0, at + delimiter.length);
}

/** Keys, and common prefixes in angle brackets, in the order of the walk. */
export function rolledUp<T>(
  entries: readonly (readonly [key: string, line: T])[],
  list: ListArguments,
): (T | string)[] {
  const lines = entries
    .filter(([key]) => key.startsWith(list.prefix))
    .map(([key, line]) => {
      const group = groupOf(key, list);
      return group === undefined ? line : `<${group}>`;
    });
  return lines.filter(
    (line, index) => typeof line !== 'string' || !line.startsWith('<') || lines.indexOf(line) === index,
  );
}
