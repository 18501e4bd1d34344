// What can go wrong at the start: one line on stderr, exit code 1, nothing left running.
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { platform } from 'node:process';
import { describe, expect, test } from 'vitest';
import {
  type EmbeddedServersOptions,
  startEmbeddedServers,
} from '../../../../infra/local/embedded/embedded-servers.ts';
import { dataDirError, StartError } from '../../../../infra/local/start-error.ts';
import { expectOneLine } from '../support/expect-one-line.ts';
import { newDir } from '../support/new-dir.ts';
import { ANY_PORTS, runToEnd, startProcess } from '../support/server-process.ts';
import { busyPort } from '../support/sockets.ts';

async function newFile(name: string): Promise<string> {
  const path = join(await newDir(), name);
  await writeFile(path, '');
  return path;
}

const FLAGS = [
  ...['--port', '--s3-port', '--dynamodb-port', '--data', '--no-demo', '--bucket', '--table', '--help'],
  ...['--s3', '--dynamodb', '--sqs', '--minio', '--localstack', '--setup', '--no-events', '--events-host'],
];

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
    [['--bucket', 'Not_a_bucket'], /--bucket.*It must be 3 to 63 small letters/],
    [['--table', 'x'], /--table.*It must be 3 to 255/],
    [['--s3', 'localhost:9000'], /--s3.*It must be a URL/],
    [['--dynamodb', 'ftp://x'], /--dynamodb.*It must be a URL/],
    [['--sqs', 'http://127.0.0.1:1'], 'option --sqs needs --s3'],
    [['--s3', 'http://x', '--sqs', 'http://x', '--no-events'], '--sqs and --no-events contradict'],
    [['--minio', '--s3', 'http://127.0.0.1:1'], /'--minio' cannot be used with option '--s3/],
    [
      ['--localstack', '--dynamodb', 'http://127.0.0.1:1'],
      /'--localstack' cannot be used with option '--dyn/,
    ],
  ])('%j is refused in one line', async (flags, line) => {
    expectOneLine(await runToEnd(flags), line);
  });

  test('--help shows every flag and exits 0', async () => {
    const { code, stdout } = await runToEnd(['--help']);

    expect(code).toBe(0);
    for (const flag of FLAGS) expect(stdout).toContain(flag);
  });
});

test('an old Node says what to do', async () => {
  const oldNode = "Object.defineProperty(process,'versions',{value:{...process.versions,node:'20.11.0'}})";

  const nodeFlags = ['--import', `data:text/javascript,${encodeURIComponent(oldNode)}`];

  const ended = await runToEnd([], { nodeFlags });

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
