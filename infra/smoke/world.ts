// What the steps work with: the service, who calls it, and a pipeline that nobody else uses.
import { randomBytes } from 'node:crypto';
import { accessOf } from '../../cli/access-of.ts';
import { isLoopback } from '../../cli/loopback.ts';
import type { PipelinePath } from '../../cli/pipeline-argument.ts';
import type { Target } from '../../cli/target.ts';
import { createClient } from '../../client/client.ts';
import type { Client } from '../../client/request.ts';
import type { Sign } from '../../client/send.ts';

export interface World {
  readonly client: Client;
  /** The first answer of the service. */
  readonly health: ReturnType<Client['getHealth']>;
  readonly baseUrl: string;
  readonly sign: Sign;
  readonly pipeline: PipelinePath;
  /** The path of the file that runs. */
  readonly source: string;
  /** Whether requests without credentials have to be refused. */
  readonly isGuarded: boolean;
  /** Whether to edit the bucket itself, as editors do. */
  readonly usesS3: boolean;
  /** How long events may take, in milliseconds. */
  readonly patience: number;
  /** Whether the bucket's lifecycle rules may harm pipelines. */
  readonly pinsMayExpire?: boolean | undefined;
}

export interface WorldOptions {
  readonly namespace: string;
  readonly s3: boolean;
  /** In seconds. */
  readonly waitForEvents: number;
  readonly pinsMayExpire?: boolean;
}

/** A cold start may fail once; a service that needs more tries is not well. */
const RETRIES = 2;

export async function createWorld(target: Target, options: WorldOptions): Promise<World> {
  const access = await accessOf(target);
  const client = createClient({ baseUrl: target.url, ...access, retry: { retries: RETRIES } });
  const health = client.getHealth();
  const { layer, source } = await kindOf(health);
  return {
    client,
    health,
    source,
    baseUrl: target.url.replace(/\/+$/, ''),
    sign: access.sign,
    pipeline: { namespace: options.namespace, layer, name: newName() },
    // Emulators and `npm start` check neither signatures nor tokens.
    isGuarded: target.access.by !== 'nothing' && !isLoopback(new URL(target.url)),
    usesS3: options.s3,
    patience: options.waitForEvents * 1_000,
    pinsMayExpire: options.pinsMayExpire,
  };
}

/** As the deployment has pipelines. The first step says what is wrong with a service that does not answer. */
async function kindOf(health: World['health']) {
  const layout = await health.then(
    ({ body }) => body.layout,
    () => undefined,
  );
  const { layers: [layer = 'bronze'] = [], sources = [] } = layout ?? {};
  return { layer, source: (sources.at(-1) ?? 'pipeline.sql').replaceAll('*', 'smoke') };
}

function newName(): string {
  const time = new Date().toISOString().replaceAll(/\D/g, '').slice(0, 14);
  return `smoke_${time}_${randomBytes(4).toString('hex')}`;
}
