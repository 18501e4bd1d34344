import { expect, test } from 'vitest';
import { isForeign } from '../../../../infra/local/gateway/foreign-origin.ts';

test.each([
  { host: '127.0.0.1:8080' },
  { host: 'localhost:8080' },
  { host: '[::1]:8080' },
  { host: 'LOCALHOST:8080', origin: 'http://localhost:8080' },
  { host: '127.0.0.1:8080', origin: 'http://127.0.0.1:8080' },
])('%o is let in', (headers) => {
  expect(isForeign(headers)).toBe(false);
});

test.each([
  { host: '127.0.0.1:8080', origin: 'https://example.com' },
  { host: '127.0.0.1:8080', origin: 'null' },
  { host: '127.0.0.1:8080', origin: 'http://127.0.0.1:9090' },
  { host: 'rebound.example.com:8080' },
  { host: 'rebound.example.com:8080', origin: 'http://rebound.example.com:8080' },
  {},
])('%o is kept out', (headers) => {
  expect(isForeign(headers)).toBe(true);
});
