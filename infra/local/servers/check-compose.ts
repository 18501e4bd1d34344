// Checks a compose file with Docker Compose's own loader, on a machine without Docker. As a program,
// `node infra/local/servers/check-compose.ts`, it checks infra/local/compose.yaml: exit code 1 and the reason if the
// file is not valid, or if Go is missing to build the loader.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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

/**
 * Rejects with the loader's reason if the file, given by its absolute path, is not valid or needs a variable that is
 * not among `variables`; with a `MissingTool` without Go.
 */
export async function checkCompose(
  file: string,
  variables: Readonly<Record<string, string>>,
  env: NodeJS.ProcessEnv = process.env,
): Promise<void> {
  const loader = await installGoProgram(LOADER, env);
  const dir = await mkdtemp(join(tmpdir(), 'check-compose-'));
  try {
    await run(loader, [await including(file, variables, dir)], { cwd: dir, env });
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

/**
 * The path of a compose file that includes the file with these variables. The loader as a program reads the
 * environment and then ignores it (compose-go's LoadModel passes none on); it heeds what an include names.
 */
async function including(file: string, variables: Readonly<Record<string, string>>, dir: string) {
  const path = join(dir, 'compose.yaml');
  const lines = Object.entries(variables).map(([name, value]) => `${name}=${value}\n`);
  await writeFile(join(dir, 'variables.env'), lines.join(''));
  // JSON is YAML.
  await writeFile(path, JSON.stringify({ include: [{ path: file, env_file: 'variables.env' }] }));
  return path;
}

if (import.meta.main) {
  try {
    await checkCompose(join(import.meta.dirname, '../compose.yaml'), { [TOKEN_VARIABLE]: 'any' });
  } catch (error) {
    console.error((error as Error).message);
    process.exit(1);
  }
}
