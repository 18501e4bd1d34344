// Docker Compose's own loader, which says whether a compose file is valid on a machine without Docker.
import { dirname } from 'node:path';
import { installGoProgram } from './go-program.ts';
import { run } from './run.ts';

/** Rejects with what is wrong in the file; with a `MissingTool` without Go. */
export async function checkCompose(file: string, env: NodeJS.ProcessEnv = process.env): Promise<void> {
  const loader = await installGoProgram(
    {
      name: "Docker Compose's loader",
      part: 'compose-loader',
      package: 'github.com/compose-spec/compose-go/v2/cmd',
      version: 'v2.16.2',
      binary: 'cmd',
    },
    env,
  );
  await run(loader, [file], { cwd: dirname(file), env });
}
