// The invocation that LocalStack's executor sends, and the report about its end, in the words of AWS.

export interface Invocation {
  readonly 'invoke-id': string;
  readonly 'invoked-function-arn': string;
  readonly 'trace-id'?: string;
  readonly payload: string;
}

export function invocationError({ 'invoke-id': id }: Invocation, type: string, message: string): string {
  return JSON.stringify({ errorType: type, errorMessage: `RequestId: ${id} Error: ${message}` });
}

export interface Course {
  /** What the function has printed. */
  readonly output: string;
  readonly tookMs: number;
  /** Only of the first invocation. */
  readonly initMs: number | undefined;
}

export function invocationLog({ 'invoke-id': id }: Invocation, { output, tookMs, initMs }: Course): string {
  const report = [
    `REPORT RequestId: ${id}`,
    `Duration: ${tookMs.toFixed(2)} ms`,
    `Billed Duration: ${Math.ceil(tookMs)} ms`,
    `Memory Size: ${process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE} MB`,
    ...(initMs === undefined ? [] : [`Init Duration: ${initMs.toFixed(2)} ms`]),
  ];
  const version = process.env.AWS_LAMBDA_FUNCTION_VERSION;
  return `START RequestId: ${id} Version: ${version}\n${output}END RequestId: ${id}\n${report.join('\t')}\n`;
}
