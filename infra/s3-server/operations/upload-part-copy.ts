// UploadPartCopy.
import { quoted } from '../http/object-headers.ts';
import { copySourceRange } from '../http/part-ranges.ts';
import { document, fields } from '../http/xml.ts';
import { copyRange } from '../store/copy-body.ts';
import type { Operation } from './context.ts';
import { findSource, parseCopySource } from './copy-object.ts';
import { withBody } from './find-object.ts';
import { isoTime } from './list-parameters.ts';
import { storePart } from './multipart.ts';

export const uploadPartCopy: Operation = async (store, request) => {
  const { 'x-amz-copy-source': header = '', 'x-amz-copy-source-range': range } = request.headers;
  const source = parseCopySource(header);
  const { body, uploadedAt } = await storePart(store, request, () =>
    withBody(
      () => findSource(store, request, source),
      ({ version }) => copyRange(store.bodies, version, copySourceRange(range, version.size)),
    ),
  );
  const result = fields({ LastModified: isoTime(uploadedAt), ETag: quoted(body.etag) });
  return { status: 200, body: document('CopyPartResult', result) };
};
