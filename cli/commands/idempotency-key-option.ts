// --idempotency-key, for jobs that may be started again: the same key never makes a second version.
import { Option } from 'commander';

export function idempotencyKeyOption(): Option {
  const description = 'repeating the command with this key makes no second version (24 hours)';
  return new Option('--idempotency-key <key>', description);
}

/** Without one the client makes its own, for its own repetitions. */
export function keyHeader(key: string | undefined): Readonly<Record<string, string>> {
  return key === undefined ? {} : { 'Idempotency-Key': key };
}
