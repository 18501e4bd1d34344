// The address of a request. The parameter `path` is a file's path; it is encoded by segments, so that its slashes stay.

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

/** URL parsers drop `.` and `..`, encoded or not, so the request would go elsewhere. https://url.spec.whatwg.org/#double-dot-path-segment */
function encodeSegment(segment: string): string {
  if (segment === '.' || segment === '..')
    throw new RangeError(`A path with the segment "${segment}" cannot be sent in a URL.`);
  return encodeURIComponent(segment);
}
