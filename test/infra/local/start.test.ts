// What can go wrong at the start: one line on stderr, exit code 1, nothing left running.
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { platform } from 'node:process';
import { describe, expect, test } from 'vitest';
import { dataDirError, StartError } from '../../../infra/local/cli/start-error.ts';
import { type EmbeddedServersOptions, startEmbeddedServers } from '../../../infra/local/embedded-servers.ts';
import { newDir } from './support/new-dir.ts';
import { ANY_PORTS, type Ended, runToEnd, startProcess } from './support/server-process.ts';
import { busyPort } from './support/sockets.ts';

function expectOneLine({ code, stdout, stderr }: Ended, line: string | RegExp): void {
  expect(stderr).toMatch(line);
  expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
}

async function newFile(name: string): Promise<string> {
  const path = join(await newDir(), name);
  await writeFile(path, '');
  return path;
}

describe('flags', () => {
  test.each([
    [['--bogus'], "unknown option '--bogus'"],
    [['extra'], 'too many arguments'],
    [['--port', 'x'], /--port.*'x' is invalid.*0 to 65535/],
    [['--s3-port', '65536'], /--s3-port.*'65536' is invalid/],
    [['--dynamodb-port', '-1'], /--dynamodb-port.*'-1' is invalid/],
    [['--port', '1e3'], /'1e3' is invalid/],
    [['--data', ''], /--data.*It must name a directory/],
    [['--data'], 'argument missing'],
  ])('%j is refused in one line', async (flags, line) => {
    expectOneLine(await runToEnd(flags), line);
  });

  test('--help shows every flag and exits 0', async () => {
    const { code, stdout } = await runToEnd(['--help']);

    expect(code).toBe(0);
    for (const flag of ['--port', '--s3-port', '--dynamodb-port', '--data', '--no-demo', '--help']) {
      expect(stdout).toContain(flag);
    }
  });
});

test('an old Node says what to do', async () => {
  const oldNode = "Object.defineProperty(process,'versions',{value:{...process.versions,node:'20.11.0'}})";

  const ended = await runToEnd([], ['--import', `data:text/javascript,${encodeURIComponent(oldNode)}`]);

  expectOneLine(ended, /needs Node 24 and is Node 20\.11\.0.*npm ci.*npm start/);
});

test('a busy port is named with its flag', async () => {
  const port = await busyPort();

  const ended = await runToEnd([...ANY_PORTS, '--port', String(port), '--data', await newDir()]);

  expectOneLine(ended, `Port ${port} is already in use; choose another with --port.`);
});

test('a data directory that is a file is refused', async () => {
  const file = await newFile('file');

  expectOneLine(
    await runToEnd([...ANY_PORTS, '--data', file]),
    `${file} is not a directory; choose another with --data.`,
  );
});

test('a data directory that another server uses is refused, and that server goes on', async () => {
  const dataDir = await newDir();
  const { apiUrl } = await startProcess(dataDir);

  const ended = await runToEnd([...ANY_PORTS, '--data', dataDir]);

  expectOneLine(ended, `${dataDir} is in use by another running server; choose another with --data.`);
  expect((await fetch(`${apiUrl}/health`)).status).toBe(200);
});

describe('the embedded servers', () => {
  const starting = async (options: Partial<EmbeddedServersOptions>) =>
    startEmbeddedServers({ s3Port: 0, dynamodbPort: 0, dataDir: await newDir(), ...options });

  test.each([
    ['s3Port', '--s3-port'],
    ['dynamodbPort', '--dynamodb-port'],
  ])('a busy %s is named with %s', async (name, flag) => {
    const port = await busyPort();

    await expect(starting({ [name]: port })).rejects.toThrow(
      new StartError(`Port ${port} is already in use; choose another with ${flag}.`),
    );
  });

  test('a data directory below a file is refused', async () => {
    const dataDir = join(await newFile('file'), 'below');

    await expect(starting({ dataDir })).rejects.toThrow(
      new StartError(`Data directory ${dataDir} is not a directory; choose another with --data.`),
    );
  });

  test('a data directory is made with those above it', async () => {
    const servers = await starting({ dataDir: join(await newDir(), 'a', 'b') });

    await servers.close();
  });

  // Nobody can make a directory there, not even root.
  test.runIf(platform === 'linux')('a data directory that cannot be made is refused', async () => {
    await expect(starting({ dataDir: '/proc/x/y' })).rejects.toThrow(StartError);
  });

  test.each(['s3', 'dynamodb'])(
    'a data directory with something else as %s in it is refused',
    async (name) => {
      const dataDir = dirname(await newFile(name));

      await expect(starting({ dataDir })).rejects.toThrow(StartError);
    },
  );

  test('a start that fails leaves nothing locked', async () => {
    const dataDir = await newDir();
    await expect(starting({ dataDir, dynamodbPort: await busyPort() })).rejects.toThrow(StartError);

    const servers = await starting({ dataDir });

    await servers.close();
  });

  test('a data directory without permission is refused', () => {
    // As root, which may be whom the tests run as, every directory can be read and written.
    const denied = Object.assign(new Error('EACCES: permission denied'), {
      code: 'EACCES',
      syscall: 'mkdir',
    });

    expect(dataDirError(denied, '/x')?.message).toBe(
      'Data directory /x cannot be read and written by this user; choose another with --data.',
    );
  });

  test('a fault that is not the data directory’s is not blamed on it', () => {
    expect(dataDirError(new TypeError('a bug'), '/x')).toBeUndefined();
  });
});
