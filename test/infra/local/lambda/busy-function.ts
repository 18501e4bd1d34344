// A Lambda function that computes until the file that its event names is there, fails, or takes its thread with it.
import { existsSync } from 'node:fs';
import type { APIGatewayProxyEvent, Context } from 'aws-lambda';

export async function handler({ path, body }: APIGatewayProxyEvent, { functionName }: Context) {
  if (path === '/fail') throw new Error('as it was asked to');
  if (path === '/exit') process.exit(3);
  while (body !== null && !existsSync(body)) {} // its event loop stands still
  return { statusCode: 200, body: `${functionName} of ${process.env.AWS_REGION}` };
}
