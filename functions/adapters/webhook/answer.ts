// What a check of one's own may answer (docs/checks.md). Fields that are not known are left alone.
import * as z from 'zod';
import type { OwnAnswer } from '../../domain/checks/own-check.ts';

const place = z.int().min(1).nullable().default(null);

const finding = z.object({
  rule: z.string().min(1).max(128).default('own-check'),
  line: place,
  column: place,
  message: z.string().min(1).max(2_000),
});

const schema = z
  .object({
    valid: z.boolean(),
    files: z
      .array(
        z.object({
          path: z.string().min(1).max(1_024),
          errors: z.array(finding).default([]),
          warnings: z.array(finding).default([]),
        }),
      )
      .default([]),
    message: z.string().max(2_000).nullable().default(null),
  })
  .refine(({ valid, files }) => !valid || files.every(({ errors }) => errors.length === 0), {
    path: ['valid'],
    error: 'is true, and there are errors',
  });

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
