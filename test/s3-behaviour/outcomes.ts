// What cases say of lists and failures, as short texts.
import {
  ListObjectsV2Command,
  type ListObjectsV2CommandOutput,
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandOutput,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import type { Subject } from './subject.ts';

/** No case has more pages; a server that never ends is told so. */
const MAX_PAGES = 20;

/** `404 NoSuchKey`, or the status of success. */
export async function outcome(
  call: Promise<{ readonly $metadata: { httpStatusCode?: number } }>,
): Promise<string> {
  try {
    return String((await call).$metadata.httpStatusCode);
  } catch (error) {
    return failure(error);
  }
}

/** Of an S3 error; any other is thrown on. */
export function failure(error: unknown): string {
  if (!(error instanceof S3ServiceException)) throw error;
  return `${error.$metadata.httpStatusCode} ${error.name}`;
}

/** `3 × 200, 1 × 412`. */
export function tally(outcomes: readonly string[]): string {
  const counts = Object.entries(Object.groupBy(outcomes, (text) => text));
  return counts
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([text, same = []]) => `${same.length} × ${text}`)
    .join(', ');
}

const field = (xml: string, name: string): string | undefined =>
  new RegExp(`<${name}>(.*?)</${name}>`, 's').exec(xml)?.[1];

interface HistoryOptions {
  readonly keys?: boolean;
  /** In the order of the wire, which the SDK does not keep; else versions come before delete markers. */
  readonly mixed?: boolean;
}

/** What ListObjectVersions has: `v2 current, v1, m1`. */
export async function history(
  s3: Subject,
  { keys = false, mixed = false }: HistoryOptions = {},
): Promise<string> {
  const { body } = await s3.raw('GET', '?versions=');
  const entries = [...body.matchAll(/<(Version|DeleteMarker)>(.*?)<\/\1>/gs)].map(([, kind, xml = '']) => ({
    isMarker: kind === 'DeleteMarker',
    key: field(xml, 'Key'),
    id: field(xml, 'VersionId') ?? 'no ID',
    isLatest: field(xml, 'IsLatest') === 'true',
  }));
  for (const { isMarker, id } of entries.toReversed()) s3.note(isMarker ? 'm' : 'v', id);
  const told = mixed ? entries : entries.toSorted((a, b) => Number(a.isMarker) - Number(b.isMarker));
  const lines = told.map(({ isMarker, key, id, isLatest }) => {
    const name = isMarker && id === 'null' ? 'null marker' : s3.named(id);
    return `${keys ? `${key} ` : ''}${name}${isLatest ? ' current' : ''}`;
  });
  return lines.join(', ') || 'nothing';
}

const byBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

interface Listed {
  readonly CommonPrefixes?: readonly { readonly Prefix?: string | undefined }[] | undefined;
}

const groups = ({ CommonPrefixes = [] }: Listed): string[] =>
  CommonPrefixes.map(({ Prefix = '' }) => `<${Prefix}>`);

/** `a <b/>`: keys and, in angle brackets, common prefixes, in the order of their bytes. */
export const listedObjects = (page: ListObjectsV2CommandOutput): string =>
  [...(page.Contents ?? []).map(({ Key = '' }) => Key), ...groups(page)]
    .sort((a, b) => byBytes(a.replace('<', ''), b.replace('<', '')))
    .join(' ') || 'nothing';

export const listObjects = (s3: Subject, more: object = {}): Promise<ListObjectsV2CommandOutput> =>
  s3.client.send(new ListObjectsV2Command({ Bucket: s3.bucket, ...more }));

export const listVersions = (s3: Subject, more: object = {}): Promise<ListObjectVersionsCommandOutput> =>
  s3.client.send(new ListObjectVersionsCommand({ Bucket: s3.bucket, ...more }));

/** `a b | c`: what each page of ListObjectsV2 has. */
export async function objectPages(s3: Subject, more: object): Promise<string> {
  const pages: string[] = [];
  let token: string | undefined;
  do {
    if (pages.length === MAX_PAGES) return `${pages.slice(0, 3).join(' | ')} | … without end`;
    const page = await listObjects(s3, { ...more, ContinuationToken: token });
    pages.push(listedObjects(page));
    token = page.IsTruncated ? page.NextContinuationToken : undefined;
  } while (token !== undefined);
  return pages.join(' | ');
}

function listedVersions(s3: Subject, page: ListObjectVersionsCommandOutput): string {
  const { Versions = [], DeleteMarkers = [] } = page;
  const entries = [...Versions, ...DeleteMarkers].map(
    ({ Key, VersionId = '', IsLatest }) => `${Key}:${s3.named(VersionId)}${IsLatest ? '!' : ''}`,
  );
  return [...entries, ...groups(page)].sort().join(' ') || 'nothing';
}

/** As our adapter does: what comes encoded is sent decoded. */
const decode = (key = ''): string => decodeURIComponent(key.replaceAll('+', ' '));

/** `a:v2! <b/> | a:v1`: versions and delete markers of each page sorted by name, `!` for the current one. */
export async function versionPages(
  s3: Subject,
  more: { readonly EncodingType?: 'url'; readonly [name: string]: unknown },
): Promise<string> {
  const pages: string[] = [];
  let markers: object | undefined = {};
  while (markers) {
    if (pages.length === MAX_PAGES) return `${pages.slice(0, 3).join(' | ')} | … without end`;
    const page: ListObjectVersionsCommandOutput = await listVersions(s3, { ...more, ...markers });
    pages.push(listedVersions(s3, page));
    markers = page.IsTruncated
      ? {
          KeyMarker: more.EncodingType ? decode(page.NextKeyMarker) : page.NextKeyMarker,
          VersionIdMarker: page.NextVersionIdMarker,
        }
      : undefined;
  }
  return pages.join(' | ');
}

/** One page of ListObjectVersions, in the same form. */
export const versionPage = async (s3: Subject, more: object): Promise<string> =>
  listedVersions(s3, await listVersions(s3, more));
