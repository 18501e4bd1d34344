// The HTTP handler of the SDK's clients: every try of every request asks the scope of its invocation first.
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { sendInScope } from '../request-scope.ts';

type Request = Parameters<NodeHttpHandler['handle']>[0];
type Handle = NodeHttpHandler['handle'];

export interface Timeouts {
  /** All in milliseconds. */
  readonly connectionTimeout: number;
  /** Ends with the headers of an answer. */
  readonly requestTimeout: number;
  /** Between the bytes of an answer. */
  readonly socketTimeout: number;
}

/** S3 answers a copy when it is made, which takes seconds for hundreds of megabytes. */
export const COPY_TIMEOUT_MS = 20_000;

export function createScopedHandler(timeouts: Timeouts) {
  // Without `throwOnRequestTimeout` the SDK only logs that it has waited too long.
  const quick = new NodeHttpHandler({ ...timeouts, throwOnRequestTimeout: true });
  const patient = new NodeHttpHandler({
    ...timeouts,
    requestTimeout: COPY_TIMEOUT_MS,
    socketTimeout: COPY_TIMEOUT_MS,
    throwOnRequestTimeout: true,
  });
  const handle: Handle = (request, options) =>
    sendInScope(isWrite(request), (cutOff) =>
      (isCopy(request) ? patient : quick).handle(request, {
        ...options,
        ...(cutOff !== undefined && { abortSignal: cutOff }),
      }),
    );
  return {
    metadata: quick.metadata,
    handle,
    updateHttpClientConfig: quick.updateHttpClientConfig.bind(quick),
    httpHandlerConfigs: () => quick.httpHandlerConfigs(),
    destroy() {
      quick.destroy();
      patient.destroy();
    },
  };
}

/** CopyObject, UploadPartCopy, and CompleteMultipartUpload, which puts the parts together. */
function isCopy({ method, headers, query }: Request): boolean {
  return headers['x-amz-copy-source'] !== undefined || (method === 'POST' && query?.uploadId !== undefined);
}

/** DynamoDB's requests are all POST, and name what they do. */
function isWrite({ method, headers }: Request): boolean {
  const target = headers['x-amz-target'];
  if (target !== undefined) return !/\.(GetItem|BatchGetItem|Query|Scan|Describe\w+)$/.test(target);
  return method !== 'GET' && method !== 'HEAD';
}
