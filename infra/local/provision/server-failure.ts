// What can be wrong with a server that was given, as one sentence.
import { StartError } from '../cli/start-error.ts';

export interface GivenServer {
  readonly name: 'S3' | 'DynamoDB' | 'SQS';
  readonly url: string;
  readonly flag: string;
}

/** Lets the errors of an SDK client come out as a `StartError`; a fault of ours passes as it is. */
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

const NO_CREDENTIALS = 'CredentialsProviderError';
const NO_ANSWER = /^(ECONN|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|EPIPE|CERT_|ERR_TLS)/;

function serverFailure(error: Failure, { name, url, flag }: GivenServer): StartError | undefined {
  const { code = '', $metadata, message } = error;
  const status = $metadata?.httpStatusCode;
  const says = `${error.name}${message && message !== error.name ? `: ${message}` : ''}`.replaceAll(
    /\s+/g,
    ' ',
  );
  const sentence = () => {
    if (error.name === NO_CREDENTIALS) {
      return `No AWS credentials were found for the ${name} at ${url}; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE.`;
    }
    if (NO_ANSWER.test(code) || error.name === 'TimeoutError') {
      return `No ${name} answers at ${url} (${code || error.name}); start it, or give another with ${flag}.`;
    }
    if (
      status === 401 ||
      status === 403 ||
      /UnrecognizedClient|InvalidAccessKey|InvalidSignature/.test(says)
    ) {
      return `${name} at ${url} refuses access (${says}); check AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_REGION.`;
    }
    return status === undefined ? undefined : `${name} at ${url} answers ${status} (${says}).`;
  };
  const text = sentence();
  return text === undefined ? undefined : new StartError(text, { cause: error });
}
