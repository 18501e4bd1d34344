// The secrets that sign: read from Secrets Manager once in five minutes.
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createSecretReader } from '../../../functions/adapters/webhook/secrets.ts';

const manager = mockClient(SecretsManagerClient);
const reads = () => manager.commandCalls(GetSecretValueCommand).length;
const answer = (SecretString: string) => manager.on(GetSecretValueCommand).resolves({ SecretString });
const later = (minutes: number) => vi.advanceTimersByTime(minutes * 60_000);

beforeEach(() => {
  manager.reset();
  vi.useFakeTimers({ toFake: ['Date'] });
});
afterEach(() => void vi.useRealTimers());
afterAll(() => manager.restore());

const [ONE, TWO] = ['b25l', 'dHdv'];
const reader = () => createSecretReader('arn:secret', { region: 'eu-west-1' });

test('a process reads once in five minutes, and then signs with what is new', async () => {
  const read = reader();
  answer(ONE);
  expect([await read(), await read()]).toEqual([[ONE], [ONE]]);
  answer(`${TWO}\n ${ONE} `);
  later(4);
  expect(await read()).toEqual([ONE]);
  later(1);

  expect(await read()).toEqual([TWO, ONE]);
  expect(reads()).toBe(2);
});

test('where a later read fails or finds nothing that can sign, what was read before signs on', async () => {
  const read = reader();
  answer(ONE);
  await read();
  later(5);
  manager.on(GetSecretValueCommand).rejects(new Error('throttled'));
  expect(await read()).toEqual([ONE]);
  answer('  ');
  expect(await read()).toEqual([ONE]);
  answer('p[ssw*rd');

  expect(await read()).toEqual([ONE]);
  expect(reads()).toBe(4);
});

test.each([
  ['fails', () => manager.on(GetSecretValueCommand).rejects(new Error('not allowed')), 'not allowed'],
  ['finds nothing', () => answer(''), 'empty'],
  ['finds what cannot sign', () => answer('whsec_YQ== p[ssw*rd'), 'is not base64'],
])('where the first read %s, nothing is signed', async (_, arrange, message) => {
  arrange();

  await expect(reader()()).rejects.toThrow(message);
});
