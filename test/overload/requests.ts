// What a flood asks for: saves, publishes and reads of some pipelines, so that some meet and most do not.
import { exchange } from '../support/exchange.ts';
import type { Answer } from './flood.ts';

const PIPELINES = 10;

interface Request {
  readonly method: string;
  readonly end: string;
  readonly body?: string;
}

const MIX: readonly ((number: number) => Request)[] = [
  (number) => ({ method: 'PUT', end: '/files/pipeline.sql', body: `SELECT ${number}` }),
  () => ({ method: 'GET', end: '' }),
  () => ({ method: 'GET', end: '/published' }),
  () => ({ method: 'GET', end: '/draft' }),
  (number) => ({ method: 'POST', end: '/publish', body: JSON.stringify({ message: `Request ${number}` }) }),
  () => ({ method: 'GET', end: '/versions?fields=summary' }),
  () => ({ method: 'GET', end: '/compare?patch=true' }),
];

export const addressOf = (number: number) => `/api/v1/pipelines/overload/silver/p${number % PIPELINES}`;

export function requestTo(apiUrl: string): (number: number) => Promise<Answer> {
  return (number) => {
    const { method, end, body } = (MIX[number % MIX.length] as (typeof MIX)[number])(number);
    return exchange(apiUrl, { method, target: addressOf(number) + end, body });
  };
}

/** Each pipeline has a version, so that whatever is asked for is there. */
export async function publishAll(apiUrl: string): Promise<void> {
  for (let number = 0; number < PIPELINES; number++) {
    const address = addressOf(number);
    await exchange(apiUrl, { method: 'PUT', target: `${address}/files/pipeline.sql`, body: 'SELECT 1' });
    const body = JSON.stringify({ message: 'First' });
    const { status } = await exchange(apiUrl, { method: 'POST', target: `${address}/publish`, body });
    if (status !== 201) throw new Error(`${address} is not published: ${status}`);
  }
}
