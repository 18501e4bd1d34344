// Checks a compose file with Docker Compose's own loader, on a machine without Docker. As a program,
// `node infra/local/servers/check-compose.ts`, it checks infra/local/compose.yaml: exit code 1 and the reason if the
// file is not valid, or if Go is missing to build the loader.
import { dirname, join } from 'node:path';
import { TOKEN_VARIABLE } from '../events-token.ts';
import { installGoProgram } from './go-program.ts';
import { run } from './run.ts';

const LOADER = {
  name: "Docker Compose's loader",
  part: 'compose-loader',
  package: 'github.com/compose-spec/compose-go/v2/cmd',
  version: 'v2.16.2',
  binary: 'cmd',
};

/** Rejects with what is wrong in the file; with a `MissingTool` without Go. */
export async function checkCompose(file: string, env: NodeJS.ProcessEnv = process.env): Promise<void> {
  const loader = await installGoProgram(LOADER, env);
  await run(loader, [file], { cwd: dirname(file), env: { [TOKEN_VARIABLE]: 'any', ...env } });
}

if (import.meta.main) {
  try {
    await checkCompose(join(import.meta.dirname, '../compose.yaml'));
  } catch (error) {
    console.error((error as Error).message);
    process.exit(1);
  }
}
