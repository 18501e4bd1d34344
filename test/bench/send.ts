// One HTTP request, from the first byte sent to the last byte received.

const TIMEOUT_MS = 30_000;

/** Resolves with the body; rejects for every status but a 2xx. */
export async function send(method: 'GET' | 'POST', url: string, body?: object): Promise<string> {
  const response = await fetch(url, {
    method,
    signal: AbortSignal.timeout(TIMEOUT_MS),
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${url} answered ${response.status}: ${text}`);
  return text;
}
