// GET of a presigned URL. Not by fetch, which would unpack objects that are stored with a Content-Encoding: here every
// byte has to come as it is pinned.
import { Agent as HttpAgent, get as httpGet, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, get as httpsGet } from 'node:https';
import { Unreachable } from '../../client/errors.ts';

const httpAgent = new HttpAgent({ keepAlive: true });
const httpsAgent = new HttpsAgent({ keepAlive: true });

/** A connection on which nothing comes for so long is given up. */
const IDLE_MS = 30_000;

/** Rejects with `Unreachable` or the reason of the signal. */
export function getObject(url: string, signal: AbortSignal): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const request = url.startsWith('https:')
      ? httpsGet(url, { agent: httpsAgent, signal }, resolve)
      : httpGet(url, { agent: httpAgent, signal }, resolve);
    request.setTimeout(IDLE_MS, () => request.destroy(new Error('it took too long')));
    request.on('error', (error) => reject(failure(url, signal, error)));
  });
}

/** The body, piece by piece. A connection that breaks is `Unreachable`. */
export async function* bodyOf(url: string, signal: AbortSignal, response: IncomingMessage) {
  try {
    for await (const chunk of response) yield chunk as Buffer;
  } catch (error) {
    throw failure(url, signal, error as Error);
  }
}

/** Without the query: it is as good as a password. */
function failure(url: string, signal: AbortSignal, error: NodeJS.ErrnoException): unknown {
  if (signal.aborted) return signal.reason;
  const { origin } = new URL(url);
  return new Unreachable(`${origin} cannot be reached (${error.code ?? error.message}).`, { cause: error });
}

const MOST_REASON_BYTES = 16 * 1024;

/**
 * Why S3 refuses: ` (AccessDenied: Access Denied)`, or nothing if the body does not say.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
 */
export async function reasonIn(body: AsyncIterable<Buffer>): Promise<string> {
  let text = '';
  for await (const chunk of body) {
    text += chunk;
    if (text.length > MOST_REASON_BYTES) break; // which closes the connection
  }
  const parts = ['Code', 'Message'].map(
    (name) => new RegExp(`<${name}>([^<]{1,300})</${name}>`).exec(text)?.[1],
  );
  const said = parts.filter((part) => part !== undefined).join(': ');
  return said === '' ? '' : ` (${said})`;
}
