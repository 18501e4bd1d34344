// A version of the deployed stack is put into its bucket as plain objects: by the table's stream and the function that reads
// it. Runs on the stack that the test of the news has deployed.
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { findDeployment } from '../../infra/local/deployment/deploy.ts';
import { s3At } from '../support/clients.ts';
import { eventually } from '../support/eventually.ts';
import { uniquePipeline } from '../support/unique-pipeline.ts';
import { emulator, serviceOf } from './emulated.ts';

test('a version and a rollback are released, and say where', async () => {
  const params = uniquePipeline();
  const deployment = await findDeployment(emulator);
  const { api, drafts } = serviceOf(deployment);
  const s3 = s3At(emulator.endpoint);
  await drafts.saveFiles(params, { 'pipeline.sql': 'SELECT 1', 'tests/quality/größe.sql': 'SELECT 2' });
  await api.ok('publishVersion', { params, body: { message: 'First' } });
  await drafts.saveFile(params, 'pipeline.sql', 'SELECT 3');
  await api.ok('publishVersion', { params, body: { message: 'Second' } });
  await api.ok('rollbackVersion', { params: { ...params, version_number: 1 } });
  const textAt = async (Key: string) => {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: deployment.bucketName, Key }));
    return Body?.transformToString();
  };

  for (const [number, sql] of [
    [1, 'SELECT 1'],
    [2, 'SELECT 3'],
    [3, 'SELECT 1'],
  ] as const) {
    const path = { ...params, version_number: number };
    const release = await eventually(async () => {
      const { body } = await api.ok('getVersion', { params: path });
      expect(body.release).toBeDefined();
      return body.release;
    });

    const place = `releases/${params.namespace}/${params.layer}/${params.name}/${number}`;
    expect(release).toEqual({
      location: `s3://${deployment.bucketName}/${place}/`,
      manifest: `s3://${deployment.bucketName}/${place}.manifest.json`,
    });
    expect(await textAt(`${place}/pipeline.sql`)).toBe(sql);
    expect(await textAt(`${place}/tests/quality/größe.sql`)).toBe('SELECT 2');
    expect(JSON.parse((await textAt(`${place}.manifest.json`)) ?? '')).toMatchObject({
      version_number: number,
      source: 'pipeline.sql',
    });
  }
}, 300_000);
