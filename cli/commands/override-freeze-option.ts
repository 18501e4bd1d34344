// --override-freeze: another operation of the service, with a right of its own, and not a field of the same one.
import { Option } from 'commander';

export function overrideFreezeOption(): Option {
  const description = 'also while the pipeline or its namespace is frozen; the version says so';
  return new Option('--override-freeze', description).default(false);
}
