// compose.yaml against what the project says elsewhere: the same MinIO in Docker and without, on the loopback only.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { BUCKET, CREDENTIALS } from '../../../../infra/local/defaults.ts';
import { TOKEN_VARIABLE } from '../../../../infra/local/events-token.ts';
import { minioEnvironment } from '../../../../infra/local/servers/minio-settings.ts';
import { WEBHOOK_ARN, WEBHOOK_PATH } from '../../../../infra/local/webhook-settings.ts';

const LOCAL = join(import.meta.dirname, '../../../../infra/local');
const { services, volumes } = parse(await readFile(join(LOCAL, 'compose.yaml'), 'utf8'));

describe('MinIO', () => {
  test('has the settings that it has without Docker', () => {
    const withoutDocker = minioEnvironment({
      credentials: CREDENTIALS,
      webhook: {
        endpoint: `http://host.docker.internal:8080${WEBHOOK_PATH}`,
        token: `\${${TOKEN_VARIABLE}:?set it to a secret word of your own}`,
        queueDir: '/data/queue',
      },
    });

    expect(services.minio.environment).toEqual(withoutDocker);
  });

  test('keeps its objects and its waiting events in a volume', () => {
    expect(services.minio.command).toBe('server /data/drive');
    expect(services.minio.volumes).toEqual(['minio:/data']);
  });

  test('finds the host on Linux as well', () => {
    expect(services.minio.extra_hosts).toEqual(['host.docker.internal:host-gateway']);
  });
});

test('the bucket is the one that the service expects, and its events go to the webhook', () => {
  const { environment, command } = services.bucket;

  expect(environment.MC_HOST_minio).toBe(
    `http://${CREDENTIALS.accessKeyId}:${CREDENTIALS.secretAccessKey}@minio:9000`,
  );
  expect(command).toHaveLength(1);
  for (const line of command[0].trimEnd().split('\n'))
    expect(line).toMatch(new RegExp(` minio/${BUCKET}\\b`));
  expect(command[0]).toContain(`mc event add minio/${BUCKET} ${WEBHOOK_ARN} --event put,delete `);
});

test('the images are those that this was tried with', async () => {
  const constraints = await readFile(join(LOCAL, 'servers/localstack/constraints.txt'), 'utf8');
  const localstack = /^localstack-core==(.*)$/m.exec(constraints)?.[1];

  expect(services.minio.image).toBe('minio/minio:RELEASE.2025-09-07T16-13-09Z');
  expect(services.bucket.image).toBe('minio/mc:RELEASE.2025-08-13T08-35-41Z');
  expect(services.localstack.image).toBe(`localstack/localstack:${localstack}`);
});

test('ports are published on the loopback only, where npm start looks for them', () => {
  expect(services.minio.ports).toEqual(['127.0.0.1:9000:9000']);
  expect(services.localstack.ports).toEqual(['127.0.0.1:4566:4566']);
  expect(services.bucket.ports).toBeUndefined();
});

test('what keeps data has a named volume and a health check', () => {
  for (const name of ['minio', 'localstack']) {
    expect(services[name].volumes[0]).toMatch(new RegExp(`^${name}:/`));
    expect(services[name].healthcheck.test[0]).toBe('CMD');
  }
  expect(Object.keys(volumes)).toEqual(['minio', 'localstack']);
});
