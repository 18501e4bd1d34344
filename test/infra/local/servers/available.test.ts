// Which servers `npm run servers` leaves out.
import { expect, test } from 'vitest';
import { forAvailable } from '../../../../infra/local/servers/available.ts';
import { ALL_SERVERS, type ServerName } from '../../../../infra/local/servers/server-name.ts';
import { MissingTool } from '../../../../infra/local/servers/tools.ts';

const withoutPython = async (name: ServerName) => {
  if (name === 'localstack') throw new MissingTool('It needs Python.');
  return `${name} runs`;
};

test('of all, those that lack a tool are skipped with the reason', async () => {
  const lines: string[] = [];

  const results = await forAvailable({ servers: ALL_SERVERS, named: false }, withoutPython, (line) =>
    lines.push(line),
  );

  expect([...results]).toEqual([
    ['minio', 'minio runs'],
    ['dynamodbLocal', 'dynamodbLocal runs'],
  ]);
  expect(lines).toEqual(['skipped LocalStack: It needs Python.']);
});

test('one that was named is not skipped', async () => {
  const trying = forAvailable({ servers: ['minio', 'localstack'], named: true }, withoutPython);

  await expect(trying).rejects.toThrow(new MissingTool('It needs Python.'));
});

test('if none is left that is an error', async () => {
  const lines: string[] = [];
  const none = () => Promise.reject(new MissingTool('It needs Go.'));

  const trying = forAvailable({ servers: ALL_SERVERS, named: false }, none, (line) => lines.push(line));

  await expect(trying).rejects.toThrow(MissingTool);
  expect(lines).toHaveLength(3);
});

test('a fault of ours is never skipped', async () => {
  const trying = forAvailable({ servers: ALL_SERVERS, named: false }, () =>
    Promise.reject(new Error('oops')),
  );

  await expect(trying).rejects.toThrow('oops');
});
