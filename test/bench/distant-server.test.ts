import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { startDistantServer } from './distant-server.ts';

test('what goes through arrives whole and in order, both ways', async () => {
  const echo = createServer((request: IncomingMessage, response) => request.pipe(response));
  echo.listen(0, '127.0.0.1');
  await once(echo, 'listening');
  const distant = await startDistantServer(`http://127.0.0.1:${(echo.address() as AddressInfo).port}`, 1);
  onTestFinished(() => {
    distant.stop();
    echo.close();
  });
  const body = Buffer.from(Array.from({ length: 300_000 }, (_, n) => n % 251));

  const answers = await Promise.all(
    Array.from({ length: 8 }, () => fetch(distant.url, { method: 'POST', body })),
  );

  for (const { body: answered } of answers) {
    expect((await buffer(answered as never)).equals(body)).toBe(true);
  }
});
