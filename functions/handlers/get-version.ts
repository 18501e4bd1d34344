import { apiHandler } from '../http/api-handler.ts';
import { immutableReply } from '../http/kept-reply.ts';
import * as operations from '../http/operations.ts';
import { presentVersion } from '../http/present.ts';
import { readVersionRecord } from '../usecases/find-version.ts';
import { withFiles } from '../usecases/version-files.ts';
import { versions } from './versions.ts';

export const handler = apiHandler(operations.getVersion, async ({ params, event }) => {
  const { version_number, ...pipeline } = params;
  const record = await readVersionRecord({ versions }, pipeline, version_number);
  return immutableReply(event, record.id, async () =>
    presentVersion(pipeline, await withFiles({ versions }, pipeline, record)),
  );
});
