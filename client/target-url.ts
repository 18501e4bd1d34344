// The address of a request. The parameter `path` is a file's, and encoded segment by segment so that its slashes stay.

/** Throws RangeError for a path that no URL can carry. */
export function targetUrl(baseUrl: string, template: string, path: object = {}, query: object = {}): URL {
  const values = path as Readonly<Record<string, unknown>>;
  const filled = template.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const segments = name === 'path' ? String(values[name]).split('/') : [String(values[name])];
    return segments.map(encodeSegment).join('/');
  });
  const url = new URL(baseUrl.replace(/\/+$/, '') + filled);
  for (const [name, value] of Object.entries(query))
    if (value !== undefined) url.searchParams.set(name, String(value));
  return url;
}

/** URLs drop `.` and `..`, however they are encoded, and would lead elsewhere. https://url.spec.whatwg.org/#double-dot-path-segment */
function encodeSegment(segment: string): string {
  if (segment === '.' || segment === '..')
    throw new RangeError(`A path with the segment "${segment}" cannot be sent in a URL.`);
  return encodeURIComponent(segment);
}
