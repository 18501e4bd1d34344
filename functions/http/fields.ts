// The single values in requests and replies, each with its rule.
import * as z from 'zod';
import { layout } from '../domain/layout.ts';
import { isLayer, NAME_PATTERN } from '../domain/pipeline.ts';

export const MAX_MESSAGE_LENGTH = 1_000;
const MAX_REASON_LENGTH = 500;

const NAME_RULE = 'must start with a-z and have 1 to 128 characters of a-z, 0-9, _ and -';

export const nameField = z.string().regex(NAME_PATTERN, NAME_RULE);
/** As the deployment has them, when a request comes and when the document is made. */
export const layerField = z
  .string()
  .refine(isLayer, { error: () => `must be one of ${layout().layers.join(', ')}` })
  .meta({
    override: ({ jsonSchema }: { readonly jsonSchema: object }) =>
      void Object.assign(jsonSchema, { enum: [...layout().layers] }),
  });
export const timeField = z.iso.datetime({ precision: 3 });
export const fingerprintField = z
  .string()
  .regex(/^[0-9a-f]{64}$/, 'must be a fingerprint: 64 lower-case hex digits')
  .meta({
    description: 'SHA-256 over the sorted (path, ETag, size): the same fingerprint, the same content',
  });

/** CRLF becomes LF. Trimmed before it is measured; characters are Unicode code points. */
function proseField(maxLength: number, example: string) {
  return z
    .string()
    .refine((text) => text.isWellFormed(), 'must be well-formed Unicode')
    .overwrite((text) => text.replaceAll('\r\n', '\n'))
    .trim()
    .refine((text) => /[^\p{Z}\p{C}]/u.test(text), 'must not be empty')
    .refine((text) => [...text].length <= maxLength, `must have at most ${maxLength} characters`)
    .refine((text) => !/[^\P{Cc}\n\t]/u.test(text), 'must have no control characters besides newline and tab')
    .meta({ override: { type: 'string', minLength: 1, maxLength }, example });
}

/** What people write about a version. */
export const messageField = proseField(MAX_MESSAGE_LENGTH, 'Drop test orders');

/** Why something is frozen. It is copied into each version that is published over it. */
export const reasonField = proseField(MAX_REASON_LENGTH, 'Month-end close');

/** A whole number in a path or a query, written without sign or leading zeros. */
export function numberText(least: number, most: number) {
  return z
    .string()
    .regex(/^(0|[1-9][0-9]{0,9})$/, `must be a whole number from ${least} to ${most}`)
    .transform(Number)
    .refine((number) => number >= least && number <= most, `must be a whole number from ${least} to ${most}`)
    .meta({ override: documentedAs({ type: 'integer', minimum: least, maximum: most }) });
}

/** `true` or `false` in a query. */
export const flagText = z
  .enum(['true', 'false'])
  .transform((text) => text === 'true')
  .meta({ override: documentedAs({ type: 'boolean' }) });

/** A moment in a query, with its offset from UTC. */
export const momentText = z.iso
  .datetime({ offset: true, error: 'must be a time such as 2026-11-20T10:00:00Z' })
  .transform((text) => new Date(text))
  .meta({ override: documentedAs({ type: 'string' }) });

export const versionNumberText = numberText(1, 9_999_999_999);

/** One strong ETag, without its quotes: the only form that S3's conditional writes compare. */
export const etagField = z
  .string()
  .regex(/^("[\x21\x23-\x7e]{1,128}"|[\w-]{1,128})$/, 'must be one ETag in quotes, as a GET answers it')
  .transform((text) => text.replaceAll('"', ''))
  .meta({ override: { type: 'string', example: '"5d41402abc4b2a76b9719d911017c592"' } });

/** Without quotes. A client sends it back in a header. https://www.rfc-editor.org/rfc/rfc9110#field.etag */
export const etagReply = z.string().regex(/^[\x21\x23-\x7e]+$/);

export const idempotencyKeyField = z
  .string()
  .regex(/^[\x21-\x7e]{1,128}$/, 'must have 1 to 128 visible ASCII characters')
  .meta({
    description: 'Repeating a request with its key, within 24 hours, answers what the first one answered.',
    example: '3f9c2a6e-publish-clean_orders',
  });

/** Documents a value by its meaning, in place of the pattern that checks its text. */
function documentedAs(schema: object) {
  return ({ jsonSchema }: { readonly jsonSchema: object }) => {
    for (const key of Object.keys(jsonSchema)) Reflect.deleteProperty(jsonSchema, key);
    Object.assign(jsonSchema, schema);
  };
}
