// `npm run servers` as a program, and what a signal leaves of its servers.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { installDynamoDbLocal } from '../../../../infra/local/servers/dynamodb-local.ts';
import { installMinio } from '../../../../infra/local/servers/minio.ts';
import { eventually } from '../../../support/eventually.ts';
import { newDir } from '../support/new-dir.ts';
import { busyPort } from '../support/sockets.ts';
import { descendants, stillRunning } from './support/processes.ts';

const SERVERS = join(import.meta.dirname, '../../../../infra/local/servers');

beforeAll(async () => {
  await installMinio();
  await installDynamoDbLocal();
}, 900_000);

function start(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const child = spawn(process.execPath, args, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const ended = Promise.all([text(child.stderr), once(child, 'exit')]).then(([stderr, [code]]) => ({
    stderr,
    code,
  }));
  return { child, ended };
}

async function printed(child: ReturnType<typeof start>['child'], last: string): Promise<string> {
  let output = '';
  for await (const chunk of child.stdout.iterator({ destroyOnReturn: false })) {
    output += chunk;
    if (output.includes(last)) break;
  }
  return output;
}

describe.each(['SIGINT', 'SIGTERM'] as const)('%s', (signal) => {
  test('stops the servers of the program', async () => {
    const { child, ended } = start([
      join(SERVERS, 'main.ts'),
      ...['--minio', '--dynamodb-local', '--data', await newDir()],
    ]);
    const output = await printed(child, 'Ctrl-C stops them.');
    const servers = descendants(child.pid);

    child.kill(signal);
    const { code } = await ended;

    expect(output).toMatch(
      /^MinIO {11}http:\/\/127\.0\.0\.1:\d+\nDynamoDB Local {2}http:\/\/127\.0\.0\.1:\d+$/m,
    );
    expect(servers).toHaveLength(2);
    expect({ code, left: stillRunning(servers) }).toEqual({ code: 0, left: [] });
  });

  test('ends the servers of a program that does not listen to it', async () => {
    const script = `
      import { startDynamoDbLocal } from ${JSON.stringify(join(SERVERS, 'dynamodb-local.ts'))};
      console.log((await startDynamoDbLocal()).url);`;
    const { child, ended } = start(['--input-type=module', '-e', script]);
    await printed(child, '\n');
    const servers = descendants(child.pid);

    child.kill(signal);
    const { code } = await ended;

    expect(servers).toHaveLength(1);
    expect(code).toBe(signal === 'SIGINT' ? 130 : 143);
    // Killed at once, but the system takes its moments to clear a Java away.
    await eventually(async () => expect(stillRunning(servers)).toEqual([]));
  });
});

test('a busy port is named with its flag, and nothing is left running', async () => {
  const port = await busyPort();

  const { ended } = start([
    join(SERVERS, 'main.ts'),
    ...['--minio', '--dynamodb-local', '--dynamodb-local-port', String(port), '--data', await newDir()],
  ]);

  expect(await ended).toEqual({
    code: 1,
    stderr: `Port ${port} is already in use; choose another with --dynamodb-local-port.\n`,
  });
});

test('a missing tool is one line for a server that was named', async () => {
  const empty = await newDir();

  const { ended } = start([join(SERVERS, 'main.ts'), '--dynamodb-local', '--data', empty], { PATH: empty });

  expect(await ended).toEqual({
    code: 1,
    stderr: 'DynamoDB Local needs Java 17 or newer, and there is no java on the PATH.\n',
  });
});
