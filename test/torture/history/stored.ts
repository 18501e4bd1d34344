// What is stored, read as often as it takes: versions through the API, objects straight from the bucket.
import { ListObjectVersionsCommand, type S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { XMLParser } from 'fast-xml-parser';
import { keyPrefix, type Pipeline } from '../../../functions/domain/pipeline.ts';
import type { SuccessBody } from '../../support/api.ts';
import type { Asked } from '../actors/ask.ts';
import type { Life } from '../actors/life.ts';
import { versionIn } from '../actors/version-in.ts';
import type { Stored, StoredObject, Version } from './history.ts';

type Place = Pick<Life, 'pipeline' | 'bucket' | 'ask' | 's3'>;

export async function readStored(place: Place): Promise<Stored> {
  const versions = await readVersions(place);
  const objects = await readObjects(place.s3.direct, place.bucket, place.pipeline);
  return { versions, objects, draftDirty: await readFlag(place) };
}

export async function readFlag({ ask }: Place): Promise<boolean | null> {
  const { body, code } = await untilAnswered(() => ask('getPipeline', { target: '' }));
  return code === null ? (body as SuccessBody<'getPipeline'>).draft_dirty : null;
}

/** Oldest first. */
async function readVersions({ ask, pipeline }: Place): Promise<readonly Version[]> {
  const found: Version[] = [];
  let cursor: string | null = '';
  do {
    const target: string = `/versions?limit=200${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`;
    const { body, code } = await untilAnswered(() => ask('listVersions', { target }));
    if (code !== null) return []; // no such pipeline: nothing was ever saved
    const page = body as SuccessBody<'listVersions'>;
    found.push(...(page.versions as SuccessBody<'getVersion'>[]).map((each) => versionIn(pipeline, each)));
    cursor = page.next_cursor;
  } while (cursor !== null);
  return found.toReversed();
}

/** Any answer but one that leaves things open. */
async function untilAnswered(ask: () => Promise<Asked>): Promise<Asked> {
  for (;;) {
    const asked = await ask();
    const { status } = asked.answer ?? { status: 0 };
    if (status === 200 || asked.code === 'PIPELINE_NOT_FOUND') return asked;
  }
}

const parser = new XMLParser({ preserveOrder: true, parseTagValue: false });

/** Oldest first within each path. The SDK would tear versions and delete markers apart, and lose their order. */
async function readObjects(
  s3: S3Client,
  Bucket: string,
  pipeline: Pipeline,
): Promise<readonly StoredObject[]> {
  const Prefix = keyPrefix(pipeline);
  const found: StoredObject[] = [];
  let markers = {};
  for (;;) {
    const url = await getSignedUrl(s3, new ListObjectVersionsCommand({ Bucket, Prefix, ...markers }));
    const text = await (await fetch(url)).text();
    const page = contentOf(parser.parse(text), 'ListVersionsResult');
    for (const entry of page) {
      const kind = nameOf(entry);
      if (kind !== 'Version' && kind !== 'DeleteMarker') continue;
      const fields = entry[kind] ?? [];
      const etag = kind === 'Version' ? textOf(fields, 'ETag').replaceAll(/&(quot|#34);|"/g, '') : null;
      found.push({
        path: textOf(fields, 'Key').slice(Prefix.length),
        versionId: textOf(fields, 'VersionId'),
        etag,
      });
    }
    if (textOf(page, 'IsTruncated') !== 'true') return found.toReversed();
    markers = {
      KeyMarker: textOf(page, 'NextKeyMarker'),
      VersionIdMarker: textOf(page, 'NextVersionIdMarker'),
    };
  }
}

/** As fast-xml-parser keeps elements in their order: one property, named after the element. */
type Element = Readonly<Record<string, readonly Element[]>> & { readonly '#text'?: string };

function nameOf(element: Element): string {
  return Object.keys(element).find((name) => name !== ':@') ?? '';
}

function contentOf(elements: readonly Element[], name: string): readonly Element[] {
  return elements.find((element) => nameOf(element) === name)?.[name] ?? [];
}

function textOf(elements: readonly Element[], name: string): string {
  return contentOf(elements, name)[0]?.['#text'] ?? '';
}
