import { expect, test } from 'vitest';
import { announcement } from '../../../../infra/local/service/announcement.ts';
import { parseFlags } from '../../../../infra/local/service/flags.ts';

const urls = {
  apiUrl: 'http://127.0.0.1:1',
  s3Url: 'http://127.0.0.1:2',
  dynamodbUrl: 'http://127.0.0.1:3',
};
const server = { ...urls, region: 'us-east-1', eventsFrom: 'outbox', warnings: [] } as const;
const options = parseFlags(['--data', '/data']);
const tries = (text: string) => text.split('\n').filter((line) => line.startsWith('  '));

test('it says where everything is and how to get into it', () => {
  const text = announcement(server, options);

  for (const part of [...Object.values(urls), '/data', 'pipelines', 'us-east-1', 'local / local-secret']) {
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

test('with given servers it says where events come from, and prints no credentials but its own', () => {
  const given = parseFlags(['--s3', 'https://s3.example', '--dynamodb', 'https://dynamodb.example']);

  const text = announcement({ ...server, region: 'eu-west-1', eventsFrom: 'webhook' }, given);

  expect(text).toContain('http://127.0.0.1:1/_events/s3');
  expect(text).toContain('eu-west-1');
  expect(text).not.toContain('local-secret');
});

test('with a queue it names the queue', () => {
  const queue = { url: 'http://127.0.0.1:4/queue', arn: 'arn', endpoint: 'http://127.0.0.1:4' };

  expect(announcement({ ...server, eventsFrom: queue }, options)).toContain(`Events    ${queue.url}`);
});

test('it ends its addresses with what is to be known of the bucket', () => {
  const warnings = ['The rule "old" deletes old versions for good.'];

  expect(announcement({ ...server, warnings }, options)).toContain(`\nWarning   ${warnings[0]}\n`);
});
