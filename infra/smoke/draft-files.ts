// The files of the smoke pipeline. `source` is the path of the one that runs.

export function filesOf(source: string): Readonly<Record<string, string>> {
  return {
    [source]: textOf(source, 1),
    'config.yaml': 'schedule: daily\n',
    'tests/quality/no_rows.sql': 'SELECT 1 WHERE FALSE\n',
  };
}

/** The source of the second version. */
export function editedOf(source: string): string {
  return textOf(source, 2);
}

/** A comment is what most other languages can read of it. */
function textOf(source: string, version: number): string {
  return `${source.endsWith('.sql') ? '' : '# '}SELECT ${version} AS smoke\n`;
}
