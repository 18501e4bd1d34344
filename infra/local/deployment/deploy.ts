// `npm run deploy:local`: the very stack of `npm run deploy`, on an emulator.
import { tmpdir } from 'node:os';
import { ACCOUNT_ID, REGION } from '../defaults.ts';
import { cdklocal } from './cdklocal.ts';
import { contextFlags, type Emulator } from './emulator.ts';
import { findLostStage } from './lost-stage.ts';
import { apisOf, type Deployment, deploymentOf, describeStack } from './stack.ts';

export interface DeployOptions {
  /** `name=value` of infra/settings.ts. */
  readonly settings?: readonly string[];
  /** A directory with a synthesised stack of the same name; without it the one of these sources. */
  readonly assembly?: string;
}

/** Repeating it changes what has changed. */
export async function deployTo(emulator: Emulator, options: DeployOptions = {}): Promise<Deployment> {
  await bootstrap(emulator);
  await cdklocal(emulator, ['deploy', '--require-approval', 'never', ...sourceOf(emulator, options)]);
  const stack = await findStack(emulator);
  for (const api of apisOf(stack)) await findLostStage(emulator, api);
  return deploymentOf(emulator, stack);
}

/** Creates a change set of that name, which lists the changes of a deployment. Changes nothing else. */
export function prepareChangeSet(emulator: Emulator, name: string, options: DeployOptions = {}) {
  const flags = ['--method', 'prepare-change-set', '--change-set-name', name, '--require-approval', 'never'];
  return cdklocal(emulator, ['deploy', ...flags, ...sourceOf(emulator, options)]);
}

export async function findDeployment(emulator: Emulator): Promise<Deployment> {
  return deploymentOf(emulator, await findStack(emulator));
}

async function findStack(emulator: Emulator) {
  const stack = await describeStack(emulator);
  if (stack === undefined) throw new Error(`there is no stack ${emulator.stackName}`);
  return stack;
}

/** The bucket and the roles that the CDK works with; made once for each emulator. */
function bootstrap(emulator: Emulator): Promise<void> {
  return cdklocal(emulator, ['bootstrap', `aws://${ACCOUNT_ID}/${REGION}`], tmpdir());
}

function sourceOf(emulator: Emulator, { settings = [], assembly }: DeployOptions): readonly string[] {
  return assembly === undefined ? contextFlags(emulator, settings) : ['--app', assembly];
}
