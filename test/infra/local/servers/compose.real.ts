// compose.yaml without Docker: Compose's own loader takes it, and what its one-shot service runs is run here by the
// same client against the same server.
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { GetBucketNotificationConfigurationCommand, GetBucketVersioningCommand } from '@aws-sdk/client-s3';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { parse } from 'yaml';
import { BUCKET, CREDENTIALS } from '../../../../infra/local/defaults.ts';
import { TOKEN_VARIABLE } from '../../../../infra/local/events-token.ts';
import { checkCompose } from '../../../../infra/local/servers/check-compose.ts';
import { freePort } from '../../../../infra/local/servers/free-port.ts';
import { installMc, startMinio } from '../../../../infra/local/servers/minio.ts';
import { WEBHOOK_ARN } from '../../../../infra/local/webhook-settings.ts';
import { s3At } from '../../../support/clients.ts';
import { newDir } from '../support/new-dir.ts';

const VARIABLES = { [TOKEN_VARIABLE]: 'any' };
const FILE = join(import.meta.dirname, '../../../../infra/local/compose.yaml');
let mc: string;

beforeAll(async () => {
  mc = await installMc();
}, 900_000);

test('the loader takes the file', async () => {
  await checkCompose(FILE, VARIABLES);
}, 300_000);

test('the loader refuses what is no compose file', async () => {
  const file = join(await newDir(), 'compose.yaml');
  await writeFile(file, (await readFile(FILE, 'utf8')).replace('healthcheck:', 'healthchecks:'));

  await expect(checkCompose(file, VARIABLES)).rejects.toThrow(/healthchecks/);
});

test('without the token the loader names the variable, and what to do', async () => {
  await expect(checkCompose(FILE, {})).rejects.toThrow(
    `required variable ${TOKEN_VARIABLE} is missing a value: set it to a secret word of your own`,
  );
});

test('the one-shot service makes the bucket, and run again it changes nothing', async () => {
  const webhook = { endpoint: `http://127.0.0.1:${await freePort()}/`, token: 'word' };
  const { url, stop } = await startMinio({ dataDir: await newDir(), webhook });
  onTestFinished(stop);
  const { services } = parse(await readFile(FILE, 'utf8'));
  const [shell, ...flags] = services.bucket.entrypoint;
  const env = {
    PATH: `${dirname(mc)}:${process.env.PATH}`,
    MC_HOST_minio: `http://${CREDENTIALS.accessKeyId}:${CREDENTIALS.secretAccessKey}@${new URL(url).host}`,
    MC_CONFIG_DIR: await newDir(),
  };
  const runService = () => promisify(execFile)(shell, [...flags, ...services.bucket.command], { env });
  const read = async () => ({
    versioning: (await s3At(url).send(new GetBucketVersioningCommand({ Bucket: BUCKET }))).Status,
    queues: (await s3At(url).send(new GetBucketNotificationConfigurationCommand({ Bucket: BUCKET })))
      .QueueConfigurations,
  });

  await runService();
  const once = await read();
  await runService();
  const twice = await read();

  expect(once.versioning).toBe('Enabled');
  expect(once.queues).toMatchObject([
    { QueueArn: WEBHOOK_ARN, Events: ['s3:ObjectCreated:*', 's3:ObjectRemoved:*'] },
  ]);
  expect(twice).toEqual(once);
});
