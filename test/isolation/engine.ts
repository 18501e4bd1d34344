// A run on a real engine: DuckDB in memory, new for every run, with the raw data in it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';

/** A pipeline's files, by path. */
export type Contents = Readonly<Record<string, string>>;

/** `failed`: a quality test has found rows. `broken`: the engine takes the source or a test for no SQL of its. */
export interface Outcome {
  readonly status: 'passed' | 'failed' | 'broken';
  /** Paths of the quality tests that found rows, or what the engine said. */
  readonly reasons: readonly string[];
  /** What the run has made: one row per order. */
  readonly orders: readonly (readonly unknown[])[];
}

export const SOURCE = 'pipeline.sql';
export const isQualityTest = (path: string) => /^tests\/quality\/.*\.sql$/.test(path);

const RAW_ORDERS = readFileSync(join(import.meta.dirname, 'raw-orders.sql'), 'utf8');

export async function runOnDuckDb(contents: Contents): Promise<Outcome> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    await connection.run(RAW_ORDERS);
    return await outcomeOf(connection, contents);
  } catch (error) {
    return { status: 'broken', reasons: [String(error)], orders: [] };
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

async function outcomeOf(connection: DuckDBConnection, contents: Contents): Promise<Outcome> {
  await connection.run(`CREATE TABLE silver.clean_orders AS\n${contents[SOURCE]}`);
  const orders = await rowsOf(
    connection,
    'SELECT order_id, status, amount FROM silver.clean_orders ORDER BY ALL',
  );
  const reasons: string[] = [];
  for (const path of Object.keys(contents).filter(isQualityTest).toSorted()) {
    if ((await rowsOf(connection, contents[path] ?? '')).length > 0) reasons.push(path);
  }
  return { status: reasons.length > 0 ? 'failed' : 'passed', reasons, orders };
}

async function rowsOf(connection: DuckDBConnection, sql: string): Promise<readonly (readonly unknown[])[]> {
  return (await connection.runAndReadAll(sql)).getRowsJson();
}
