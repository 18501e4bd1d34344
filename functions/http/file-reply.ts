// The reply that is a file. A saved file could be a web page of this origin, so its headers make browsers download it
// and run nothing in it.
import type { APIGatewayProxyEvent } from 'aws-lambda';
import type { ReadFile } from '../usecases/read-file.ts';
import type { Reply } from './api-handler.ts';
import { contentTypeOf } from './content-type.ts';
import { isKnown } from './if-none-match.ts';
import { IMMUTABLE } from './kept-reply.ts';

/** In base64 it is 6.27 MB: what Lambda carries (answer-limit.ts), but for 24 KB of headers. */
export const MAX_FILE_BYTES = 4_700_000;

const NEVER_A_PAGE = {
  'X-Content-Type-Options': 'nosniff',
  'Content-Disposition': 'attachment',
  'Content-Security-Policy': "sandbox; default-src 'none'",
};

/** A pinned file never changes. Content-Length is the gateway's to say. */
export function fileReply(event: APIGatewayProxyEvent, file: ReadFile, isPinned: boolean): Reply {
  const headers = {
    ETag: `"${file.etag}"`,
    ...(file.versionId !== null && { 'X-Version-Id': file.versionId }),
    ...(isPinned && IMMUTABLE),
  };
  if (isKnown(event, headers.ETag)) return { status: 304, headers };
  const type = { 'Content-Type': contentTypeOf(file.path), ...NEVER_A_PAGE };
  return { status: 200, headers: { ...headers, ...type }, bytes: file.bytes };
}
