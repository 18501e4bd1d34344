// The files of the smoke pipeline.

export const SOURCE = 'pipeline.sql';

export const FILES: Readonly<Record<string, string>> = {
  [SOURCE]: 'SELECT 1 AS smoke\n',
  'config.yaml': 'schedule: daily\n',
  'tests/quality/no_rows.sql': 'SELECT 1 WHERE FALSE\n',
};

/** The source of the second version. */
export const EDITED = 'SELECT 2 AS smoke\n';
