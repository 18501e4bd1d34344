// What a user of the local server does: edit the demo pipeline's files, and ask the API about it.
import {
  DeleteObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { onTestFinished } from 'vitest';
import { s3At } from '../../../support/clients.ts';

export const PREFIX = 'default/pipelines/silver/clean_orders/';
const PIPELINE = '/api/v1/pipelines/default/silver/clean_orders';
const Bucket = 'pipelines';

export function useS3(endpoint: string): S3Client {
  const client = s3At(endpoint);
  onTestFinished(() => client.destroy());
  return client;
}

export async function paths(s3: S3Client): Promise<readonly string[]> {
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: PREFIX }));
  return Contents.map(({ Key = '' }) => Key.slice(PREFIX.length));
}

export const save = (s3: S3Client, path: string, text: string) =>
  s3.send(new PutObjectCommand({ Bucket, Key: PREFIX + path, Body: text }));

export const remove = (s3: S3Client, path: string) =>
  s3.send(new DeleteObjectCommand({ Bucket, Key: PREFIX + path }));

export async function get(apiUrl: string, path = '') {
  const response = await fetch(`${apiUrl}${PIPELINE}${path}`);
  return { status: response.status, body: JSON.parse(await response.text()) };
}

export async function publish(apiUrl: string, message: string): Promise<number> {
  const body = JSON.stringify({ message });
  const response = await fetch(`${apiUrl}${PIPELINE}/publish`, { method: 'POST', body });
  return response.status;
}
