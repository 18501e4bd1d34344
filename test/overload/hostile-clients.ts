// Clients that send too much, too slowly, or not to the end. None may keep the others from being answered.
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { exchange } from '../support/exchange.ts';
import { addressOf } from './requests.ts';

const TOO_LARGE = Buffer.alloc(50 * 1024 * 1024);
const BYTE_EVERY_MS = 1_000;

export interface HostileClient {
  readonly name: string;
  /** What it may be answered, as a status or `closed`. */
  readonly answers: readonly string[];
  readonly attack: (apiUrl: string) => Promise<string>;
}

const body = JSON.stringify({ message: 'Cut off' });
const publish = (length: number, more = '') =>
  `POST ${addressOf(0)}/publish HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${length}\r\n${more}\r\n`;

export const hostileClients: readonly HostileClient[] = [
  {
    name: 'a body of 50 MB',
    answers: ['413'],
    async attack(apiUrl) {
      const target = `${addressOf(0)}/files/large.sql`;
      return `${(await exchange(apiUrl, { method: 'PUT', target, body: TOO_LARGE })).status}`;
    },
  },
  {
    name: 'a body of 50 MB whose length is not said',
    answers: ['413'],
    attack: (apiUrl) =>
      spoken(apiUrl, [
        `PUT ${addressOf(0)}/files/large.sql HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n`,
        `${TOO_LARGE.length.toString(16)}\r\n`,
        TOO_LARGE,
        '\r\n0\r\n\r\n',
      ]),
  },
  {
    name: '10,000 headers',
    answers: ['431', 'closed'], // the answer can overtake what is still being sent
    attack: (apiUrl) =>
      spoken(apiUrl, [
        publish(0, Array.from({ length: 10_000 }, (_, number) => `x-${number}: ${number}\r\n`).join('')),
      ]),
  },
  {
    name: 'a connection that is cut within the head',
    answers: ['closed'],
    attack: (apiUrl) => cut(apiUrl, publish(body.length).slice(0, 40)),
  },
  {
    name: 'a connection that is cut within the body',
    answers: ['closed'],
    attack: (apiUrl) => cut(apiUrl, publish(body.length) + body.slice(0, 9)),
  },
  {
    name: 'a connection that is cut before the answer',
    answers: ['closed'],
    attack: (apiUrl) => cut(apiUrl, publish(body.length) + body),
  },
];

/** Sends a head byte by byte, and never ends it. */
export async function sendSlowly(apiUrl: string, signal: AbortSignal): Promise<void> {
  const socket = await open(apiUrl);
  try {
    for (const byte of publish(1_000, `x: ${'y'.repeat(100_000)}`)) {
      socket.write(byte);
      await pause(BYTE_EVERY_MS, undefined, { signal });
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    socket.destroy();
  }
}

async function open(apiUrl: string): Promise<Socket> {
  const { hostname, port } = new URL(apiUrl);
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  socket.on('error', () => undefined); // the server may hang up, too
  return socket;
}

/** The status of the first answer. */
async function spoken(apiUrl: string, parts: readonly (string | Buffer)[]): Promise<string> {
  const socket = await open(apiUrl);
  for (const part of parts) socket.write(part);
  const status = new Promise<string>((resolve) => {
    let heard = '';
    socket.on('data', (data) => {
      heard += data;
      const [, code] = /^HTTP\/1\.1 (\d+)/.exec(heard) ?? [];
      if (code !== undefined) resolve(code);
    });
    socket.on('close', () => resolve('closed'));
  });
  return status.finally(() => socket.destroy());
}

async function cut(apiUrl: string, sent: string): Promise<string> {
  const socket = await open(apiUrl);
  await new Promise((resolve) => socket.write(sent, resolve));
  socket.destroy();
  return 'closed';
}
