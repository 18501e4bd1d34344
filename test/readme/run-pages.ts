/** The pages whose commands walk-through.ts runs, each on a service that has just been started. */
export const RUN_PAGES = ['README.md', 'docs/walk-through.md', 'docs/command-line.md', 'docs/python.md'];

/** The same, by .ci/examples: each in the Python environment of its folder. */
export const EXAMPLE_PAGES = ['examples/dbt/README.md', 'examples/duckdb/README.md'];
