// A stack that is deployed already, instead of a service started for the test: TARGET_URL and TARGET_BUCKET are the
// stack's outputs ApiUrl and BucketName, TARGET_S3_URL leads to the S3 of an emulator. All test files share it.
import { S3Client } from '@aws-sdk/client-s3';
import { createApi } from './api.ts';
import { createDraftEditor } from './draft-editor.ts';
import { signAs } from './signed.ts';

export function deployedServers() {
  const { TARGET_URL: apiUrl, TARGET_BUCKET: bucket, TARGET_S3_URL: s3Url } = process.env;
  if (!apiUrl || !bucket) throw new Error('a deployed stack is named by TARGET_URL and TARGET_BUCKET');
  const s3 = new S3Client(s3Url ? { endpoint: s3Url, forcePathStyle: true } : {});
  const impossible = async () => {
    throw new Error('a deployed stack cannot be killed or restarted; such a test has to be skipped');
  };
  return {
    apiUrl,
    s3,
    bucket,
    api: createApi(apiUrl, { sign: signAs(s3) }),
    drafts: createDraftEditor(s3, bucket),
    kill9: impossible,
    restart: impossible,
    stop: async () => s3.destroy(),
  };
}
