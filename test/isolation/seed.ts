// The demo pipeline, and what people make of it: SQL that is wrong in one way or the other, and tests that hold or not.
import { join } from 'node:path';
import { SOURCE } from './engine.ts';
import { readContents } from './executor.ts';

export const seed = await readContents(join(import.meta.dirname, '../../infra/local/provision/demo'));

export const CONFIG = 'config.yaml';
export const NOT_NEGATIVE = 'tests/quality/amount_is_not_negative.sql';
export const UNIQUE = 'tests/quality/order_id_is_unique.sql';

const changed = (path: string, from: string, to: string) => {
  const text = seed[path];
  if (!text?.includes(from)) throw new Error(`${path} of the demo has no ${from}`);
  return text.replace(from, to);
};

export const brokenSource = changed(SOURCE, 'SELECT', 'SELEC');
export const negativeAmounts = changed(SOURCE, 'CAST(amount', '-CAST(amount');
export const repeatedOrders = changed(SOURCE, 'recency = 1', 'recency <= 2');

/** What is saved at random, by path: the good text and others. */
export const variants: Readonly<Record<string, readonly string[]>> = {
  [SOURCE]: [seed[SOURCE] ?? '', brokenSource, negativeAmounts, repeatedOrders],
  [CONFIG]: [seed[CONFIG] ?? '', changed(CONFIG, 'on_failure: stop', 'on_failure: warn')],
  [NOT_NEGATIVE]: [seed[NOT_NEGATIVE] ?? '', changed(NOT_NEGATIVE, 'amount < 0', 'amount >= 0')],
  [UNIQUE]: [seed[UNIQUE] ?? '', changed(UNIQUE, 'GROUP BY', 'GROUP')],
};
