import { apiHandler } from '../http/api-handler.ts';
import { immutableReply } from '../http/immutable-reply.ts';
import { presentVersion } from '../http/present.ts';
import { routes } from '../http/routes.ts';
import { readVersion } from '../usecases/read-versions.ts';
import { deps } from './service.ts';

export const handler = apiHandler(routes.getVersion, async ({ params, event }) => {
  const { version_number, ...pipeline } = params;
  const version = await readVersion(deps, pipeline, version_number);
  return immutableReply(event, version.id, presentVersion(pipeline, version));
});
