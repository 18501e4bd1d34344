// Checks infra/local/compose.yaml: `node infra/local/servers/check-compose.ts`. Exit code 1 and the reason if it is
// not valid, or if Go is missing to build the loader that decides it.
import { join } from 'node:path';
import { checkCompose } from './compose-loader.ts';

try {
  await checkCompose(join(import.meta.dirname, '../compose.yaml'));
} catch (error) {
  console.error((error as Error).message);
  process.exit(1);
}
