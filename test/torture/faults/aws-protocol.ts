// How S3 and DynamoDB name their requests and report their own failures.
// https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html
import type { IncomingHttpHeaders } from 'node:http';

export interface Head {
  readonly method: string;
  readonly target: string;
  readonly headers: IncomingHttpHeaders;
}

export interface Failure {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

export type FailureName = '500' | '503' | 'throttled';

export interface AwsProtocol {
  kindOf(request: Head): string;
  readonly failures: Readonly<Record<FailureName, Failure>>;
}

export const s3Protocol: AwsProtocol = {
  kindOf: ({ method, target, headers }) => {
    const query = new URL(target, 'http://s3').searchParams;
    const form = ['versions', 'list-type', 'versioning', 'uploads', 'uploadId'].find((name) =>
      query.has(name),
    );
    return `S3 ${method} ${form ?? (headers['x-amz-copy-source'] ? 'copy' : '')}`;
  },
  failures: {
    '500': xml(500, 'InternalError'),
    '503': xml(503, 'ServiceUnavailable'),
    throttled: xml(503, 'SlowDown'),
  },
};

export const dynamodbProtocol: AwsProtocol = {
  kindOf: ({ headers }) => `DynamoDB ${String(headers['x-amz-target']).replace(/^.*\./, '')}`,
  failures: {
    '500': json(500, 'InternalServerError'),
    '503': json(503, 'ServiceUnavailable'),
    throttled: json(400, 'ProvisionedThroughputExceededException'),
  },
};

function xml(status: number, code: string): Failure {
  const body = `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>by the torture</Message></Error>`;
  return { status, contentType: 'application/xml', body };
}

function json(status: number, code: string): Failure {
  const body = JSON.stringify({
    __type: `com.amazonaws.dynamodb.v20120810#${code}`,
    message: 'by the torture',
  });
  return { status, contentType: 'application/x-amz-json-1.0', body };
}
