// The single values in requests and replies, each with its rule.
import * as z from 'zod/mini';
import { layout } from '../domain/layout.ts';
import { isLayer, NAME_PATTERN } from '../domain/pipeline.ts';
import { documented } from './documented.ts';

export const MAX_MESSAGE_LENGTH = 1_000;
const MAX_REASON_LENGTH = 500;

const NAME_RULE = 'must start with a-z and have 1 to 128 characters of a-z, 0-9, _ and -';

export const nameField = z.string().check(z.regex(NAME_PATTERN, NAME_RULE));
/** As the deployment has them, when a request comes and when the document is made. */
export const layerField = documented(
  z.string().check(z.refine(isLayer, { error: () => `must be one of ${layout().layers.join(', ')}` })),
  {
    override: ({ jsonSchema }: { readonly jsonSchema: object }) =>
      void Object.assign(jsonSchema, { enum: [...layout().layers] }),
  },
);
export const fingerprintField = documented(
  z.string().check(z.regex(/^[0-9a-f]{64}$/, 'must be a fingerprint: 64 lower-case hex digits')),
  { description: 'SHA-256 over the sorted (path, ETag, size): the same fingerprint, the same content' },
);

/** CRLF becomes LF. Trimmed before it is measured; characters are Unicode code points. */
function proseField(maxLength: number, example: string) {
  const prose = z.string().check(
    z.refine((text) => text.isWellFormed(), 'must be well-formed Unicode'),
    z.overwrite((text) => text.replaceAll('\r\n', '\n')),
    z.trim(),
    z.refine((text) => /[^\p{Z}\p{C}]/u.test(text), 'must not be empty'),
    z.refine((text) => [...text].length <= maxLength, `must have at most ${maxLength} characters`),
    z.refine(
      (text) => !/[^\P{Cc}\n\t]/u.test(text),
      'must have no control characters besides newline and tab',
    ),
  );
  return documented(prose, { override: { type: 'string', minLength: 1, maxLength }, example });
}

/** What people write about a version. */
export const messageField = proseField(MAX_MESSAGE_LENGTH, 'Drop test orders');

/** Why something is frozen. It is copied into each version that is published over it. */
export const reasonField = proseField(MAX_REASON_LENGTH, 'Month-end close');

const MAX_RUN_ID_LENGTH = 200;
const MAX_RUN_URL_LENGTH = 500;

/** Of one line that people can read: no control characters, and none that turn text around. */
export const runIdField = documented(
  z.string().check(
    z.regex(
      /^[^\p{C}\p{Z}](?:[^\p{C}\p{Zl}\p{Zp}]*[^\p{C}\p{Z}])?$/u,
      'must be one line of printable characters, without white space at its ends',
    ),
    z.refine(
      (text) => [...text].length <= MAX_RUN_ID_LENGTH,
      `must have at most ${MAX_RUN_ID_LENGTH} characters`,
    ),
  ),
  {
    override: { type: 'string', minLength: 1, maxLength: MAX_RUN_ID_LENGTH },
    description: "The executor's own name of the run; reports with the same one are of one run",
    example: 'scheduled__2026-11-20T06:00:00+00:00',
  },
);

/** The portal links it: no other schemes, and nothing of a password in it. */
export const runUrlField = documented(
  z
    .string()
    .check(
      z.maxLength(MAX_RUN_URL_LENGTH, `must have at most ${MAX_RUN_URL_LENGTH} characters`),
      z.refine(
        isWebAddress,
        'must be a URL that begins with http:// or https://, percent-encoded, without a user',
      ),
    ),
  {
    override: { type: 'string', maxLength: MAX_RUN_URL_LENGTH, pattern: '^https?://' },
    description: 'Where people see the run',
    example: 'https://airflow.example.com/dags/clean_orders/runs/1',
  },
);

function isWebAddress(text: string): boolean {
  if (!/^https?:\/\/[\x21-\x7e]+$/.test(text)) return false;
  const url = URL.parse(text);
  return url !== null && url.username === '' && url.password === '';
}

/** A whole number in a path or a query, written without sign or leading zeros. */
export function numberText(least: number, most: number) {
  const rule = `must be a whole number from ${least} to ${most}`;
  const digits = z.string().check(z.regex(/^(0|[1-9][0-9]{0,9})$/, rule));
  const number = z
    .pipe(digits, z.transform(Number))
    .check(z.refine((value) => value >= least && value <= most, rule));
  return documented(number, {
    override: documentedAs({ type: 'integer', minimum: least, maximum: most }),
  });
}

/** `true` or `false` in a query. */
export const flagText = documented(
  z.pipe(
    z.enum(['true', 'false']),
    z.transform((text) => text === 'true'),
  ),
  { override: documentedAs({ type: 'boolean' }) },
);

/** A moment, with its offset from UTC. */
export function momentField(description?: string) {
  const moment = z.pipe(
    z.iso.datetime({ offset: true, error: 'must be a time such as 2026-11-20T10:00:00Z' }),
    z.transform((text) => new Date(text)),
  );
  return documented(moment, {
    override: documentedAs({ type: 'string' }),
    ...(description !== undefined && { description }),
  });
}

export const versionNumberText = numberText(1, 9_999_999_999);

const etagText = z
  .string()
  .check(
    z.regex(/^("[\x21\x23-\x7e]{1,128}"|[\w-]{1,128})$/, 'must be one ETag in quotes, as a GET answers it'),
  );

/** One strong ETag, without its quotes: the only form that S3's conditional writes compare. */
export const etagField = documented(
  z.pipe(
    etagText,
    z.transform((text) => text.replaceAll('"', '')),
  ),
  { override: { type: 'string', example: '"5d41402abc4b2a76b9719d911017c592"' } },
);

export const idempotencyKeyField = documented(
  z.string().check(z.regex(/^[\x21-\x7e]{1,128}$/, 'must have 1 to 128 visible ASCII characters')),
  {
    description: 'Repeating a request with its key, within 24 hours, answers what the first one answered.',
    example: '3f9c2a6e-publish-clean_orders',
  },
);

/** Documents a value by its meaning, in place of the pattern that checks its text. */
function documentedAs(schema: object) {
  return ({ jsonSchema }: { readonly jsonSchema: object }) => {
    for (const key of Object.keys(jsonSchema)) Reflect.deleteProperty(jsonSchema, key);
    Object.assign(jsonSchema, schema);
  };
}
