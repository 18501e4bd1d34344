// Why S3 refuses a request. https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html

const MOST_BYTES = 16 * 1024;

/** ` (AccessDenied: Access Denied)`, or nothing if the body says nothing. */
export async function reasonIn(body: AsyncIterable<Buffer>): Promise<string> {
  let text = '';
  for await (const chunk of body) {
    text += chunk;
    if (text.length > MOST_BYTES) break; // which closes the connection
  }
  const parts = ['Code', 'Message'].map(
    (name) => new RegExp(`<${name}>([^<]{1,300})</${name}>`).exec(text)?.[1],
  );
  const said = parts.filter((part) => part !== undefined).join(': ');
  return said === '' ? '' : ` (${said})`;
}
