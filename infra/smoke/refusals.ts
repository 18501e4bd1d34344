// What the service has to refuse.
import { nameOf } from '../../cli/pipeline-argument.ts';
import { editedOf } from './draft-files.ts';
import { type RawRequest, sendRaw } from './raw-request.ts';
import { must, NotTried, type Place, type Step } from './step.ts';
import type { World } from './world.ts';

const GUARD: Place = {
  operation: 'getPipeline',
  rights: [],
  besides: 'the setting authorizer: the API answers callers without credentials',
};

export function refusals(world: World): readonly Step[] {
  const { pipeline, isGuarded, source } = world;
  const route = `/api/v1/pipelines/${nameOf(pipeline)}`;
  const refused = async (request: RawRequest, wanted: readonly number[]) => {
    const { status, code } = await sendRaw(world, request);
    must(wanted.includes(status), `It was answered ${status} ${code ?? ''}`.trim());
    return code ?? String(status);
  };
  const read = (path: string) => ({ method: 'GET', path, isSigned: true });
  const outside = (file: string): RawRequest => ({
    ...{ method: 'PUT', path: `${route}/files/${file}`, isSigned: true },
    body: new TextEncoder().encode(editedOf(source)),
  });

  return [
    {
      name: 'refuses an unknown route',
      needs: [],
      lookAt: { operation: 'getOpenApi', rights: [], besides: 'whether --url leads to this service' },
      // 403: a caller with rights to some routes alone.
      run: () => refused(read('/api/v1/no-such-route'), [404, 403]),
    },
    {
      name: 'refuses a version that does not exist',
      needs: ['publish'],
      lookAt: { operation: 'getVersion', rights: ['dynamodb:GetItem'] },
      run: () => refused(read(`${route}/versions/999999`), [404]),
    },
    {
      name: 'refuses to save outside of the pipeline',
      needs: ['save files'],
      lookAt: { operation: 'putFile', rights: ['s3:PutObject'], besides: 'a file outside of pipelines' },
      run: () => refused(outside(`..%2F..%2F${source}`), [400, 403, 404, 405]),
    },
    {
      name: 'refuses who sends no credentials',
      needs: [],
      lookAt: GUARD,
      async run() {
        if (!isGuarded) throw new NotTried('this service asks for no credentials, or is on this machine');
        return refused({ ...read(route), isSigned: false }, [401, 403]);
      },
    },
  ];
}
