// What requests carry: path parameters, queries and bodies. Strict throughout: what is not known is refused.
import * as z from 'zod';
import { MAX_FREEZE_DAYS } from '../domain/freeze.ts';
import { PLACE_PATTERN } from '../domain/news.ts';
import { cursorField } from './cursor.ts';
import {
  etagField,
  fingerprintField,
  flagText,
  layerField,
  messageField,
  momentText,
  nameField,
  numberText,
  reasonField,
  versionNumberText,
} from './fields.ts';
import { filePathText } from './file-path.ts';

export const noParams = z.strictObject({});
export const pipelineParams = z.strictObject({ namespace: nameField, layer: layerField, name: nameField });
export const namespaceParams = pipelineParams.pick({ namespace: true });
export const versionParams = pipelineParams.extend({ version_number: versionNumberText });

export const fileParams = pipelineParams.extend({ path: filePathText });

export const anyFileQuery = z.strictObject({
  path: z.string().min(1).meta({
    description: 'Relative to the pipeline, as it is in the bucket: `a//b.sql`. Percent-encoded once',
  }),
});

export const noQuery = z.strictObject({});
export const pipelineQuery = z.strictObject({
  refresh: flagText
    .optional()
    .meta({ description: 'Look at the draft now, instead of answering what was last seen' }),
});
export const publishedQuery = z.strictObject({
  version: versionNumberText.optional().meta({ description: 'This version instead of the current one' }),
  presign: flagText.optional().meta({
    description: 'Whether each file has a link that reads it without S3 credentials, until it expires',
  }),
});

export const draftManifestQuery = publishedQuery.pick({ presign: true });
export const checkQuery = z.strictObject({
  version: versionNumberText.optional().meta({ description: 'All files of a version instead of the draft' }),
});

export const fileQuery = z.strictObject({
  version: versionNumberText.optional().meta({ description: 'Of a version instead of the draft' }),
});

/** One side of a comparison: a version by its number, the current version, or the draft. */
const comparableField = z
  .string()
  .regex(/^(current|draft|[1-9][0-9]{0,9})$/, 'must be current, draft or the number of a version')
  .transform((text) => (text === 'current' || text === 'draft' ? text : Number(text)))
  .meta({ override: { type: 'string', pattern: '^(current|draft|[1-9][0-9]{0,9})$' } });

export const compareQuery = z.strictObject({
  from: comparableField
    .default('current')
    .meta({ description: 'A version, `current` (the default) or `draft`' }),
  to: comparableField.default('draft').meta({ description: 'A version, `current` or `draft` (the default)' }),
  patch: flagText
    .default(false)
    .meta({ description: 'Whether to add what `git diff` would say of each file' }),
});

const limitField = numberText(1, 200).default(50).meta({ description: 'The most rows of the page' });

export const versionsQuery = z
  .strictObject({
    limit: limitField,
    cursor: cursorField(z.strictObject({ below: z.int().min(1) })).optional(),
    fields: z.enum(['summary']).optional().meta({ description: 'Without the pins of each version' }),
    at: momentText.optional().meta({
      description:
        'Begin with the version that was current at this moment: RFC 3339, such as 2026-11-20T10:00:00Z',
    }),
  })
  .refine(({ cursor, at }) => cursor === undefined || at === undefined, {
    path: ['at'],
    error: 'cannot be sent together with a cursor, which goes on from where its page ended',
  });

const pipelinesFilter = z.strictObject({
  namespace: nameField.optional(),
  layer: layerField.optional(),
  draft_dirty: z.boolean().optional(),
});

type PipelinesFilter = z.infer<typeof pipelinesFilter>;

/** The filter of a list, which its cursors carry: they continue that list and no other. */
export function filterOf({ namespace, layer, draft_dirty }: PipelinesFilter): PipelinesFilter {
  return { namespace, layer, draft_dirty };
}

export const pipelinesQuery = z
  .strictObject({
    ...pipelinesFilter.shape,
    draft_dirty: flagText.optional().meta({ description: 'Only pipelines whose flag is this' }),
    limit: limitField,
    cursor: cursorField(z.strictObject({ after: pipelineParams, of: pipelinesFilter })).optional(),
  })
  .refine(({ cursor, ...query }) => cursor === undefined || isSameFilter(cursor.of, query), {
    path: ['cursor'],
    error: 'belongs to a list with other filters',
  });

function isSameFilter(a: PipelinesFilter, b: PipelinesFilter): boolean {
  return JSON.stringify(filterOf(a)) === JSON.stringify(filterOf(b));
}

export const feedQuery = z
  .strictObject({
    namespace: nameField.optional().meta({ description: 'Only what happened in this namespace' }),
    limit: limitField,
    cursor: cursorField(
      z.strictObject({
        before: z.string().regex(PLACE_PATTERN),
        of: z.strictObject({ namespace: nameField.optional() }),
      }),
    ).optional(),
  })
  .refine(({ cursor, namespace }) => cursor === undefined || cursor.of.namespace === namespace, {
    path: ['cursor'],
    error: 'belongs to a list with other filters',
  });

const expectedVersion = z.int().min(0).optional().meta({
  description: 'Only on top of this version; 0: never published',
});

const allowFailedChecks = z.boolean().default(false).meta({
  description:
    'Publish although checks find errors, or the deployment’s own check does not answer; the version keeps saying `checks: "failed"` or `"skipped"`',
});

export const publishBody = z
  .strictObject({
    message: messageField,
    expected_version: expectedVersion,
    expected_draft: fingerprintField.optional(),
    skip_unchanged: z.boolean().default(false).meta({
      description: 'Answer 200 with the current version, making none, if it is this draft already',
    }),
    allow_failed_checks: allowFailedChecks,
  })
  .meta({ id: 'PublishRequest' });

export const rollbackBody = z
  .strictObject({
    message: messageField.optional(),
    expected_version: expectedVersion,
    allow_failed_checks: allowFailedChecks,
  })
  .meta({ id: 'RollbackRequest' });

export const restoreBody = z
  .strictObject({
    version: z.int().min(1),
    expected_draft: fingerprintField.optional(),
  })
  .meta({ id: 'RestoreRequest' });

export const freezeBody = z
  .strictObject({
    reason: reasonField,
    until: momentText.meta({
      description: `When it ends by itself: RFC 3339, such as 2026-12-01T06:00:00Z, at most ${MAX_FREEZE_DAYS} days ahead`,
    }),
  })
  .meta({ id: 'FreezeRequest' });

const ifMatch = etagField.optional().meta({ description: 'Only if the file still has this ETag' });

export const readHeaders = z.strictObject({
  'If-None-Match': z
    .string()
    .optional()
    .meta({ description: 'Answer 304 if what is asked for still has this ETag' }),
});

export const saveHeaders = z
  .strictObject({
    'If-Match': ifMatch,
    'If-None-Match': z
      .literal('*', 'must be *')
      .optional()
      .meta({ description: 'Only if there is no such file' }),
  })
  .refine((headers) => headers['If-Match'] === undefined || headers['If-None-Match'] === undefined, {
    path: ['If-None-Match'],
    error: 'cannot be sent together with If-Match',
  });

export const deleteHeaders = z.strictObject({ 'If-Match': ifMatch });
