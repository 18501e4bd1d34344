import { expect, test } from 'vitest';
import { announcement } from '../../../infra/local/cli/announcement.ts';

const server = {
  apiUrl: 'http://127.0.0.1:1',
  s3Url: 'http://127.0.0.1:2',
  dynamodbUrl: 'http://127.0.0.1:3',
};
const options = { port: 0, s3Port: 0, dynamodbPort: 0, dataDir: '/data', demo: true };
const tries = (text: string) => text.split('\n').filter((line) => line.startsWith('  '));

test('it says where everything is and how to get into it', () => {
  const text = announcement(server, options);

  for (const part of [...Object.values(server), '/data', 'pipelines', 'us-east-1', 'local / local-secret']) {
    expect(text).toContain(part);
  }
});

test('it gives three lines to try, with the ports that are in use', () => {
  const lines = tries(announcement(server, options));

  expect(lines).toHaveLength(3);
  for (const line of lines) expect(line).toMatch(/curl .*http:\/\/127\.0\.0\.1:1\/api/);
});

test('without the demo they start with a file to save', () => {
  const lines = tries(announcement(server, { ...options, demo: false }));

  expect(lines).toHaveLength(3);
  expect(lines.join()).toContain('http://127.0.0.1:2/pipelines/');
});
