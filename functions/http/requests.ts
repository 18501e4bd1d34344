// What requests carry: path parameters, queries and bodies. Strict throughout: what is not known is refused.
import * as z from 'zod';
import { cursorField } from './cursor.ts';
import {
  fingerprintField,
  flagText,
  layerField,
  messageField,
  nameField,
  numberText,
  versionNumberText,
} from './fields.ts';

export const noParams = z.strictObject({});
export const pipelineParams = z.strictObject({ namespace: nameField, layer: layerField, name: nameField });
export const versionParams = pipelineParams.extend({ version_number: versionNumberText });

export const noQuery = z.strictObject({});
export const pipelineQuery = z.strictObject({ refresh: flagText.optional() });
export const publishedQuery = z.strictObject({
  version: versionNumberText.optional(),
  presign: flagText.optional(),
});

const limitField = numberText(1, 200).default(50);

export const versionsQuery = z.strictObject({
  limit: limitField,
  cursor: cursorField(z.strictObject({ below: z.int().min(1) })).optional(),
  fields: z.enum(['summary']).optional(),
});

export const pipelinesQuery = z
  .strictObject({
    namespace: nameField.optional(),
    layer: layerField.optional(),
    draft_dirty: flagText.optional(),
    limit: limitField,
    cursor: cursorField(z.strictObject({ after: pipelineParams })).optional(),
  })
  .refine(isOfSameList, { path: ['cursor'], error: 'belongs to a list with another namespace or layer' });

interface ListPosition {
  readonly namespace?: string | undefined;
  readonly layer?: string | undefined;
  readonly cursor?: { readonly after: { readonly namespace: string; readonly layer: string } } | undefined;
}

function isOfSameList({ namespace, layer, cursor }: ListPosition): boolean {
  if (cursor === undefined) return true;
  const { after } = cursor;
  return (namespace ?? after.namespace) === after.namespace && (layer ?? after.layer) === after.layer;
}

const expectedVersion = z.int().min(0).optional().meta({
  description: 'Only on top of this version; 0: never published',
});

export const publishBody = z
  .strictObject({
    message: messageField,
    expected_version: expectedVersion,
    expected_draft: fingerprintField.optional(),
    skip_unchanged: z.boolean().default(false).meta({
      description: 'Answer 200 with the current version, making none, if it is this draft already',
    }),
  })
  .meta({ id: 'PublishRequest' });

export const rollbackBody = z
  .strictObject({ message: messageField.optional(), expected_version: expectedVersion })
  .meta({ id: 'RollbackRequest' });
