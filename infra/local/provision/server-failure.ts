// Explains in one sentence why a given server cannot be used.
import { StartError } from '../start-error.ts';

export interface GivenServer {
  readonly name: 'S3' | 'DynamoDB' | 'SQS';
  readonly url: string;
  readonly flag: string;
}

/** Translates the errors of an SDK client into a `StartError`. Other errors pass unchanged. */
export async function explainFailure<T>(asking: Promise<T>, server: GivenServer): Promise<T> {
  try {
    return await asking;
  } catch (error) {
    throw error instanceof StartError ? error : (serverFailure(error as Failure, server) ?? error);
  }
}

interface Failure extends Error {
  readonly code?: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

const NO_ANSWER = /^(ECONN|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|EPIPE|CERT_|ERR_TLS)/;
const REFUSED = /UnrecognizedClient|InvalidAccessKey|InvalidSignature/;

function serverFailure(error: Failure, server: GivenServer): StartError | undefined {
  const sentence = sentenceOn(error, server);
  return sentence === undefined ? undefined : new StartError(sentence, { cause: error });
}

function sentenceOn(error: Failure, { name, url, flag }: GivenServer): string | undefined {
  const { code = '', $metadata, message } = error;
  const status = $metadata?.httpStatusCode;
  const text = message && message !== error.name ? `${error.name}: ${message}` : error.name;
  const says = text.replaceAll(/\s+/g, ' ');
  if (NO_ANSWER.test(code) || error.name === 'TimeoutError')
    return `No ${name} answers at ${url} (${code || error.name}); start it, or give another with ${flag}.`;
  if (status === 401 || status === 403 || REFUSED.test(says))
    return `${name} at ${url} refuses access (${says}); check AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_REGION.`;
  return status === undefined ? undefined : `${name} at ${url} answers ${status} (${says}).`;
}
