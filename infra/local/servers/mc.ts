// MinIO's client, which compose.yaml configures the bucket with.
import { installGoProgram } from './go-program.ts';

/** The binary's path. */
export function installMc(env: NodeJS.ProcessEnv = process.env): Promise<string> {
  return installGoProgram(
    {
      name: "MinIO's client",
      part: 'mc',
      package: 'github.com/minio/mc',
      version: 'v0.0.0-20250313080218-cf909e1063a9',
      binary: 'mc',
    },
    env,
  );
}
