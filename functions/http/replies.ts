// What replies carry, as schemas and as OpenAPI components. present.ts makes them.
import * as z from 'zod';
import { LAYERS } from '../domain/pipeline.ts';
import { errorReplies, FAMILIES, type ReplyCode } from './error-reply.ts';
import { fingerprintField, timeField } from './fields.ts';

const versionNumber = z.int().min(1);
const pins = z
  .record(z.string(), z.string())
  .meta({ description: 'S3 version ID of every file, by full key' });

export const pipelineVersionSummary = z
  .strictObject({
    id: z.uuid({ version: 'v7' }),
    pipeline_id: z.uuid({ version: 'v5' }),
    version_number: versionNumber,
    message: z.string(),
    created_at: timeField,
    created_by: z.string().nullable(),
    rollback_of: versionNumber.nullable(),
    file_count: z.int().min(1),
    fingerprint: fingerprintField,
  })
  .meta({ id: 'PipelineVersionSummary' });

export const pipelineVersion = pipelineVersionSummary
  .extend({ published_versions: pins })
  .meta({ id: 'PipelineVersion' });

export const versionList = z
  .strictObject({
    versions: z.array(z.union([pipelineVersion, pipelineVersionSummary])),
    total: z.int().min(0),
    next_cursor: z.string().nullable(),
  })
  .meta({ id: 'PipelineVersionList' });

export const pipelineSummary = z
  .strictObject({
    id: z.uuid({ version: 'v5' }),
    namespace: z.string(),
    layer: z.enum(LAYERS),
    name: z.string(),
    s3_path: z.string(),
    type: z.enum(['sql', 'python']).nullable(),
    draft_dirty: z.boolean().nullable().meta({ description: 'null before the first publish' }),
    latest_version: versionNumber.nullable(),
    message: z.string().nullable(),
    published_at: timeField.nullable(),
    published_by: z.string().nullable(),
    draft: z.strictObject({
      fingerprint: fingerprintField,
      file_count: z.int().min(0),
      observed_at: timeField,
    }),
  })
  .meta({ id: 'PipelineSummary' });

export const pipeline = pipelineSummary
  .extend({ published_versions: pins.optional() })
  .meta({ id: 'Pipeline' });

export const pipelineList = z
  .strictObject({ pipelines: z.array(pipelineSummary), next_cursor: z.string().nullable() })
  .meta({ id: 'PipelineList' });

const file = z
  .strictObject({
    path: z.string(),
    key: z.string(),
    version_id: z.string(),
    etag: z.string(),
    size: z.int().min(0),
    url: z.url().optional().meta({ description: 'Reads this version of the object, for 15 minutes' }),
  })
  .meta({ id: 'File' });

export const runManifest = z
  .strictObject({
    pipeline_id: z.uuid({ version: 'v5' }),
    version_number: versionNumber,
    fingerprint: fingerprintField,
    bucket: z.string(),
    source: file,
    config: file.nullable(),
    quality_tests: z.array(file),
    files: z.array(file),
  })
  .meta({ id: 'RunManifest' });

export const errorReply = z
  .strictObject({
    error: z.strictObject({
      code: z.enum(Object.keys(errorReplies) as ReplyCode[]),
      type: z.enum(FAMILIES),
      message: z.string(),
      details: z.record(z.string(), z.unknown()).optional(),
      request_id: z.string(),
    }),
  })
  .meta({ id: 'Error' });

export const health = z.strictObject({ status: z.literal('ok') }).meta({ id: 'Health' });
export const openapiDocument = z.looseObject({ openapi: z.string() }).meta({ id: 'OpenApiDocument' });
