// LocalStack cannot lead a stage to another deployment: an API whose routes have changed loses its stage together with
// the old deployment. It is made again here, without the stage's settings (logs, throttling), which LocalStack ignores.
import {
  APIGatewayClient,
  CreateStageCommand,
  GetDeploymentsCommand,
  GetStagesCommand,
} from '@aws-sdk/client-api-gateway';
import { type Emulator, settingsOf } from './emulator.ts';

export interface DeployedApi {
  readonly restApiId: string;
  readonly stageName: string;
}

/** Does nothing where the stage is there. */
export async function findLostStage(
  emulator: Emulator,
  { restApiId, stageName }: DeployedApi,
): Promise<void> {
  const client = new APIGatewayClient(settingsOf(emulator));
  const { item: stages = [] } = await client.send(new GetStagesCommand({ restApiId }));
  if (stages.length > 0) return;
  const { items: deployments = [] } = await client.send(new GetDeploymentsCommand({ restApiId }));
  const [deployment] = deployments; // of the template's only one
  await client.send(new CreateStageCommand({ restApiId, stageName, deploymentId: deployment?.id }));
}
