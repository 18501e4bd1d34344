// Errors of DynamoDB's, as their HTTP answers.
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html

export interface Refusal {
  readonly statusCode: number;
  readonly body: { readonly __type: string; readonly message?: string };
}

/** Also what dynalite throws. */
export const isRefusal = (error: unknown): error is Refusal =>
  typeof error === 'object' && error !== null && 'statusCode' in error && 'body' in error;

/** An error of the protocol, not of an operation. */
export function refusal(statusCode: number, type: string, message?: string): Refusal {
  return { statusCode, body: { __type: `com.amazon.coral.service#${type}`, ...(message && { message }) } };
}

/** As dynalite words what it refuses of an operation's input. */
export const invalid = (message: string): Refusal => ({
  statusCode: 400,
  body: { __type: 'com.amazon.coral.validate#ValidationException', message },
});

export const UNREADABLE = refusal(400, 'SerializationException');
export const UNKNOWN_OPERATION = refusal(400, 'UnknownOperationException');
export const UNSIGNED = refusal(
  400,
  'MissingAuthenticationTokenException',
  'Request is missing Authentication Token',
);
export const FOREIGN = refusal(
  403,
  'AccessDeniedException',
  'Web pages of other origins may not use this server; call it as 127.0.0.1 or localhost.',
);
export const TOO_LARGE = refusal(413, 'RequestEntityTooLargeException', 'The body has more than 16 MB.');
export const FAILED = refusal(500, 'InternalServerError', 'The log of the service has the cause.');
