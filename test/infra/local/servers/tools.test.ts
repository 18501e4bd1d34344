// What is said about a machine that lacks something. Programs in a directory of the test's own are its whole PATH.
import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { installDynamoDbLocal } from '../../../../infra/local/servers/dynamodb-local.ts';
import { installLocalStack } from '../../../../infra/local/servers/localstack.ts';
import { installMc, installMinio } from '../../../../infra/local/servers/minio.ts';
import { MissingTool } from '../../../../infra/local/servers/tools.ts';
import { newDir } from '../support/new-dir.ts';

/** Nothing installed, and only the given programs, each a shell script. */
async function machineWith(programs: Readonly<Record<string, string>>): Promise<NodeJS.ProcessEnv> {
  const dir = await newDir();
  for (const [name, script] of Object.entries(programs)) {
    await writeFile(join(dir, name), `#!/bin/sh\n${script}\n`);
    await chmod(join(dir, name), 0o755);
  }
  return { PATH: dir, XDG_CACHE_HOME: join(dir, 'cache'), PYENV_ROOT: dir };
}

const java = (version: string) => `echo 'openjdk version "${version}" 2025-04-15' >&2`;

test.each([
  [installMinio, 'MinIO is built by Go, and there is no go on the PATH.'],
  [installMc, "MinIO's client is built by Go, and there is no go on the PATH."],
  [installDynamoDbLocal, 'DynamoDB Local needs Java 17 or newer, and there is no java on the PATH.'],
  [installLocalStack, 'LocalStack needs Java 17 or newer, and there is no java on the PATH.'],
])('a machine with nothing is told what is missing: %o', async (install, message) => {
  const env = await machineWith({});

  const installing = install(env);

  await expect(installing).rejects.toThrow(new MissingTool(message));
});

test.each([
  ['11.0.22', '11.0.22'],
  ['1.8.0_412', '1.8.0_412'],
])('Java %s is too old', async (version, shown) => {
  const env = await machineWith({ java: java(version) });

  const installing = installDynamoDbLocal(env);

  const message = `DynamoDB Local needs Java 17 or newer, and the java on the PATH is ${shown}.`;
  await expect(installing).rejects.toThrow(new MissingTool(message));
});

test('LocalStack needs a Python that is new enough', async () => {
  const env = await machineWith({ java: java('21.0.2'), python3: 'exit 1' });

  const installing = installLocalStack(env);

  const message =
    'LocalStack needs Python 3.12 or newer with venv, and none is on the PATH (PYTHON can name one).';
  await expect(installing).rejects.toThrow(new MissingTool(message));
});

test('LocalStack names all the build tools that are missing', async () => {
  const env = await machineWith({ java: java('17.0.15'), 'python3.13': '', gcc: '', javac: '', bash: '' });

  const installing = installLocalStack(env);

  const message =
    'LocalStack needs bash, javac, gcc, g++, make, cmake; missing on the PATH: g++, make, cmake.';
  await expect(installing).rejects.toThrow(new MissingTool(message));
});
