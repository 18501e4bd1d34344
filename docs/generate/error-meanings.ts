// When each code is answered, in the words of the API page. A code without a meaning does not compile.
import type { ReplyCode } from '../../functions/http/error-reply.ts';

export const errorMeanings: Readonly<Record<ReplyCode, string>> = {
  INVALID_REQUEST:
    'A body that is not a JSON object, or an unknown, repeated or mistyped field, parameter or header. `details.fields` names each: `{in, field, problem}`',
  UNAUTHENTICATED:
    'API Gateway did not accept the credentials, or there were none. `WWW-Authenticate` says how to sign in',
  FORBIDDEN:
    'The caller may not do this: its IAM policies do not allow it, or its token has not the role that the message names',
  DRAFT_RUNS_DISABLED: 'Runs may not use drafts in this deployment',
  ROUTE_NOT_FOUND: 'No such route',
  METHOD_NOT_ALLOWED: 'The path is known, the method is not. `Allow` lists those that are',
  PIPELINE_NOT_FOUND: 'The pipeline has neither versions nor files',
  VERSION_NOT_FOUND: 'The pipeline has no version of this number',
  FILE_NOT_FOUND: 'The draft, or the version, has no file of this path',
  NOT_PUBLISHED: 'The pipeline has no version yet, so there is nothing to run or to compare',
  VERSION_CONFLICT: 'Others kept publishing for 20 s. Nothing was stored',
  DRAFT_CHANGING:
    'The draft changed between one list and the next for as long as the request had time (`details.tried_ms`). Nothing was stored',
  PINNED_FILES_MISSING:
    'Objects that the version pins were deleted for good, or are archived. `details.keys` names them',
  PATH_CONFLICT:
    'The path is a folder of a file of the draft, or lies below one. Nothing was saved. Of a restore: the bucket hides files for that reason, which `details.paths` names',
  PRECONDITION_FAILED:
    'An `expected_…` field or an `If-…` header does not hold. `details` says what is there now',
  FROZEN:
    'The pipeline or its namespace is frozen: `details` says which, why, by whom and until when. Nothing was changed. After that the same request, with the same `Idempotency-Key`, is carried out',
  BODY_TOO_LARGE: 'The body is above the limit of the route',
  UNSUPPORTED_ENCODING: 'The body has a Content-Encoding; it is taken as it is, and would be stored packed',
  EMPTY_DRAFT: 'All files of a published pipeline are gone from the draft',
  MISSING_SOURCE: 'The draft has neither `pipeline.sql` nor `pipeline.py`',
  UNVERSIONED_FILES:
    'Files were saved while the bucket was not versioned, so nothing pins them. `details.keys` names them',
  DRAFT_TOO_LARGE: 'More files than a version may pin',
  CHECKS_FAILED:
    'Files of the draft have errors, or [the deployment’s own check](checks.md#a-check-of-ones-own) refuses what would become visible. `details.checks` names them, as `GET P/check` does. No version was made; `allow_failed_checks: true` makes one all the same',
  CHECK_UNAVAILABLE:
    '[The deployment’s own check](checks.md#a-check-of-ones-own) did not answer, or not as it should. No version was made; `allow_failed_checks: true` makes one all the same',
  BUCKET_NOT_VERSIONED:
    'The versioning of the bucket is not on, so an edit would destroy what it replaces. Nothing was edited; after the one edit that noticed it, `details.edited` is true',
  FILE_TOO_LARGE: 'The file is larger than an answer can be. Read it by its link (`presign=true`)',
  IDEMPOTENCY_KEY_REUSED: 'The key was used for a request with other input',
  THROTTLED: 'S3 or DynamoDB throttled, and kept doing so while the service tried again',
  UNAVAILABLE:
    'S3 or DynamoDB failed, or the time was over. Whether anything was stored is settled by repeating the request with its `Idempotency-Key`',
  ANSWER_TOO_LARGE:
    'The answer is larger than Lambda can send. Ask for less; anything but a GET was carried out',
  INTERNAL: 'A fault of the service. The log has the cause under `request_id`',
};
