// What a check of one's own may answer (docs/checks.md). Fields that are not known are left alone.
import * as z from 'zod/mini';
import type { OwnAnswer } from '../../domain/checks/own-check.ts';
import '../../english.ts';

const text = (least: number, most: number) => z.string().check(z.minLength(least), z.maxLength(most));

const place = z._default(z.nullable(z.int().check(z.minimum(1))), null);

const finding = z.object({
  rule: z._default(text(1, 128), 'own-check'),
  line: place,
  column: place,
  message: text(1, 2_000),
});

const file = z.object({
  path: text(1, 1_024),
  errors: z._default(z.array(finding), []),
  warnings: z._default(z.array(finding), []),
});

const schema = z
  .object({
    valid: z.boolean(),
    files: z._default(z.array(file), []),
    message: z._default(z.nullable(text(0, 2_000)), null),
  })
  .check(
    z.refine(({ valid, files }) => !valid || files.every(({ errors }) => errors.length === 0), {
      path: ['valid'],
      error: 'is true, and there are errors',
    }),
  );

export function parseAnswer(text: string): OwnAnswer {
  const parsed = schema.safeParse(jsonOf(text));
  if (parsed.success) return { isAnswered: true, ...parsed.data };
  const [issue] = parsed.error.issues;
  const where = issue?.path.join('.') ?? '';
  const what = where === '' ? 'no object of JSON' : `${where}: ${issue?.message}`;
  return { isAnswered: false, reason: `answered something else than docs/checks.md says (${what})` };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
