// Whether a URL leads to this machine, where nobody is on the way, or is encrypted.

const LOOPBACK = /^(127\.\d+\.\d+\.\d+|localhost|\[::1\]|\[::ffff:7f[0-9a-f]{2}:[0-9a-f]+\])$/;

export function isLoopback({ hostname }: URL): boolean {
  return LOOPBACK.test(hostname);
}

/** Whether nobody on the way can read what is sent there. */
export function isConfidential(url: URL): boolean {
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url));
}
