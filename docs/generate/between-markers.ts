// The part of a document that is made, between two comments which stay.

/** Throws if the markers do not stand in `markdown` in this order. */
export function betweenMarkers(
  markdown: string,
  [begin, end]: readonly [string, string],
  /** Gets what stands behind the second marker. */
  made: (after: string) => string,
): string {
  const [before, rest] = splitAt(markdown, begin);
  const [, after] = splitAt(rest, end);
  return `${before}${begin}${made(after)}${end}${after}`;
}

function splitAt(text: string, marker: string): readonly [string, string] {
  const index = text.indexOf(marker);
  if (index === -1) throw new Error(`The marker ${marker} is missing.`);
  return [text.slice(0, index), text.slice(index + marker.length)];
}
