import type { IncomingHttpHeaders } from 'node:http';
import { expect, test } from 'vitest';
import { isForeign } from '../../../infra/s3-server/guard.ts';

const head = (headers: IncomingHttpHeaders) => ({ method: 'GET', path: '/', headers });

test.each([
  { host: '127.0.0.1:8080' },
  { host: 'localhost:8080' },
  { host: '[::1]:8080' },
  { host: 'LOCALHOST:8080', origin: 'http://localhost:8080' },
  { host: '127.0.0.1:8080', origin: 'http://127.0.0.1:8080' },
])('%o is let in', (headers) => {
  expect(isForeign(head(headers))).toBe(false);
});

test.each([
  { host: '127.0.0.1:8080', origin: 'https://example.com' },
  { host: '127.0.0.1:8080', origin: 'null' },
  { host: '127.0.0.1:8080', origin: 'http://127.0.0.1:9090' },
  { host: 'rebound.example.com:8080' },
  { host: 'rebound.example.com:8080', origin: 'http://rebound.example.com:8080' },
  {},
])('%o is kept out', (headers) => {
  expect(isForeign(head(headers))).toBe(true);
});

test('a further name is let in for the paths that take it, and opens no other origin', () => {
  const welcome = {
    isOwnName: (name: string, path: string) => name === 'host.docker.internal' && path === '/hook',
  };
  const asked = (path: string, headers = {}) =>
    isForeign({ method: 'POST', path, headers: { host: 'host.docker.internal:8080', ...headers } }, welcome);

  expect(asked('/hook')).toBe(false);
  expect(asked('/')).toBe(true);
  expect(asked('/hook', { origin: 'https://example.com' })).toBe(true);
});
