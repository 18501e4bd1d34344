// What requests carry: path parameters, queries and bodies. Strict throughout: what is not known is refused.
import * as z from 'zod/mini';
import { MAX_FREEZE_DAYS } from '../domain/freeze.ts';
import { PLACE_PATTERN } from '../domain/news.ts';
import { RUN_STATES } from '../domain/runs.ts';
import { cursorField } from './cursor.ts';
import { documented } from './documented.ts';
import {
  etagField,
  fingerprintField,
  flagText,
  layerField,
  messageField,
  momentField,
  nameField,
  numberText,
  reasonField,
  runIdField,
  runUrlField,
  versionNumberText,
} from './fields.ts';
import { filePathText } from './file-path.ts';

export const noParams = z.strictObject({});
export const pipelineParams = z.strictObject({ namespace: nameField, layer: layerField, name: nameField });
export const namespaceParams = z.pick(pipelineParams, { namespace: true });
export const versionParams = z.extend(pipelineParams, { version_number: versionNumberText });

export const fileParams = z.extend(pipelineParams, { path: filePathText });

export const anyFileQuery = z.strictObject({
  path: documented(z.string().check(z.minLength(1)), {
    description: 'Relative to the pipeline, as it is in the bucket: `a//b.sql`. Percent-encoded once',
  }),
});

export const noQuery = z.strictObject({});

const runsFlag = documented(z.optional(flagText), {
  description: 'Whether to add what executors reported of their runs',
});

export const versionQuery = z.strictObject({ runs: runsFlag });

export const pipelineQuery = z.strictObject({
  refresh: documented(z.optional(flagText), {
    description: 'Look at the draft now, instead of answering what was last seen',
  }),
});
export const publishedQuery = z.strictObject({
  version: documented(z.optional(versionNumberText), {
    description: 'This version instead of the current one',
  }),
  presign: documented(z.optional(flagText), {
    description: 'Whether each file has a link that reads it without S3 credentials, until it expires',
  }),
});

export const draftManifestQuery = z.pick(publishedQuery, { presign: true });
export const checkQuery = z.strictObject({
  version: documented(z.optional(versionNumberText), {
    description: 'All files of a version instead of the draft',
  }),
});

export const fileQuery = z.strictObject({
  version: documented(z.optional(versionNumberText), { description: 'Of a version instead of the draft' }),
});

const comparable = z
  .string()
  .check(z.regex(/^(current|draft|[1-9][0-9]{0,9})$/, 'must be current, draft or the number of a version'));

/** One side of a comparison: a version by its number, the current version, or the draft. */
const comparableField = documented(
  z.pipe(
    comparable,
    z.transform((text) => (text === 'current' || text === 'draft' ? text : Number(text))),
  ),
  { override: { type: 'string', pattern: '^(current|draft|[1-9][0-9]{0,9})$' } },
);

export const compareQuery = z.strictObject({
  from: documented(z._default(comparableField, 'current'), {
    description: 'A version, `current` (the default) or `draft`',
  }),
  to: documented(z._default(comparableField, 'draft'), {
    description: 'A version, `current` or `draft` (the default)',
  }),
  patch: documented(z._default(flagText, false), {
    description: 'Whether to add what `git diff` would say of each file',
  }),
});

const limitField = documented(z._default(numberText(1, 200), 50), {
  description: 'The most rows of the page',
});

export const versionsQuery = z
  .strictObject({
    limit: limitField,
    cursor: z.optional(cursorField(z.strictObject({ below: z.int().check(z.minimum(1)) }))),
    fields: documented(z.optional(z.enum(['summary'])), { description: 'Without the pins of each version' }),
    runs: runsFlag,
    path: documented(z.optional(z.string().check(z.minLength(1), z.maxLength(1_024))), {
      description:
        'Only versions that added, modified or removed this file, each with its `change`. A request looks at 200 versions at most, fewer of large ones, so a page may be empty and have a next one',
    }),
    at: documented(z.optional(momentField()), {
      description:
        'Begin with the version that was current at this moment: RFC 3339, such as 2026-11-20T10:00:00Z',
    }),
  })
  .check(
    z.refine(({ cursor, at }) => cursor === undefined || at === undefined, {
      path: ['at'],
      error: 'cannot be sent together with a cursor, which goes on from where its page ended',
    }),
  );

const pipelinesFilter = z.strictObject({
  namespace: z.optional(nameField),
  layer: z.optional(layerField),
  draft_dirty: z.optional(z.boolean()),
});

type PipelinesFilter = z.infer<typeof pipelinesFilter>;

/** The filter of a list, which its cursors carry: they continue that list and no other. */
export function filterOf({ namespace, layer, draft_dirty }: PipelinesFilter): PipelinesFilter {
  return { namespace, layer, draft_dirty };
}

export const pipelinesQuery = z
  .strictObject({
    ...pipelinesFilter.shape,
    draft_dirty: documented(z.optional(flagText), { description: 'Only pipelines whose flag is this' }),
    limit: limitField,
    cursor: z.optional(cursorField(z.strictObject({ after: pipelineParams, of: pipelinesFilter }))),
  })
  .check(
    z.refine(({ cursor, ...query }) => cursor === undefined || isSameFilter(cursor.of, query), {
      path: ['cursor'],
      error: 'belongs to a list with other filters',
    }),
  );

function isSameFilter(a: PipelinesFilter, b: PipelinesFilter): boolean {
  return JSON.stringify(filterOf(a)) === JSON.stringify(filterOf(b));
}

const feedPlace = z.strictObject({
  before: z.string().check(z.regex(PLACE_PATTERN)),
  of: z.strictObject({ namespace: z.optional(nameField) }),
});

export const feedQuery = z
  .strictObject({
    namespace: documented(z.optional(nameField), { description: 'Only what happened in this namespace' }),
    limit: limitField,
    cursor: z.optional(cursorField(feedPlace)),
  })
  .check(
    z.refine(({ cursor, namespace }) => cursor === undefined || cursor.of.namespace === namespace, {
      path: ['cursor'],
      error: 'belongs to a list with other filters',
    }),
  );

const expectedVersion = documented(z.optional(z.int().check(z.minimum(0))), {
  description: 'Only on top of this version; 0: never published',
});

const allowFailedChecks = documented(z._default(z.boolean(), false), {
  description:
    'Publish although checks find errors, or the deployment’s own check does not answer; the version keeps saying `checks: "failed"` or `"skipped"`',
});

export const publishBody = documented(
  z.strictObject({
    message: messageField,
    expected_version: expectedVersion,
    expected_draft: z.optional(fingerprintField),
    skip_unchanged: documented(z._default(z.boolean(), false), {
      description: 'Answer 200 with the current version, making none, if it is this draft already',
    }),
    allow_failed_checks: allowFailedChecks,
  }),
  { id: 'PublishRequest' },
);

export const rollbackBody = documented(
  z.strictObject({
    message: z.optional(messageField),
    expected_version: expectedVersion,
    allow_failed_checks: allowFailedChecks,
  }),
  { id: 'RollbackRequest' },
);

export const restoreBody = documented(
  z.strictObject({
    version: z.int().check(z.minimum(1)),
    expected_draft: z.optional(fingerprintField),
  }),
  { id: 'RestoreRequest' },
);

export const runBody = documented(
  z.strictObject({
    version_number: documented(z.int().check(z.minimum(1)), {
      description: 'What the run takes its files from',
    }),
    run_id: runIdField,
    state: documented(z.enum(RUN_STATES), {
      description: 'A run that has ended is not made running again: reports may overtake each other',
    }),
    url: z.optional(runUrlField),
  }),
  { id: 'RunReport' },
);

export const freezeBody = documented(
  z.strictObject({
    reason: reasonField,
    until: momentField(
      `When it ends by itself: RFC 3339, such as 2026-12-01T06:00:00Z, at most ${MAX_FREEZE_DAYS} days ahead`,
    ),
  }),
  { id: 'FreezeRequest' },
);

const ifMatch = documented(z.optional(etagField), {
  description: 'Only if the file still has this ETag',
});

export const readHeaders = z.strictObject({
  'If-None-Match': documented(z.optional(z.string()), {
    description: 'Answer 304 if what is asked for still has this ETag',
  }),
});

export const saveHeaders = z
  .strictObject({
    'If-Match': ifMatch,
    'If-None-Match': documented(z.optional(z.literal('*', 'must be *')), {
      description: 'Only if there is no such file',
    }),
  })
  .check(
    z.refine((headers) => headers['If-Match'] === undefined || headers['If-None-Match'] === undefined, {
      path: ['If-None-Match'],
      error: 'cannot be sent together with If-Match',
    }),
  );

export const deleteHeaders = z.strictObject({ 'If-Match': ifMatch });
