// Cursors: where the next page starts, as one opaque word.
import * as z from 'zod/mini';
import { documented } from './documented.ts';

export function toCursor(position: Readonly<Record<string, unknown>>): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

/** Accepts only what `toCursor` made of a position of this shape. */
export function cursorField<S extends z.ZodMiniObject>(shape: S) {
  const position = z.transform((text: string, { issues }): z.infer<S> => {
    const parsed = shape.safeParse(decoded(text));
    if (parsed.success && toCursor(parsed.data) === text) return parsed.data;
    issues.push({ code: 'custom', message: 'must be the next_cursor of an earlier page', input: text });
    return z.NEVER;
  });
  return documented(z.pipe(z.string(), position), {
    override: { type: 'string', description: 'The next_cursor of the page before' },
  });
}

function decoded(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString());
  } catch {
    return null; // not a cursor: the schema says so
  }
}
