// The one table, in the shape that the adapter relies on (functions/adapters/dynamodb/table.ts).
import {
  type Attribute,
  AttributeType,
  Billing,
  type CfnGlobalTable,
  type ITableV2,
  ProjectionType,
  StreamViewType,
  TableEncryptionV2,
  TableV2,
} from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import { TABLE_SCHEMA, TTL_ATTRIBUTE } from '../../functions/adapters/dynamodb/table.ts';
import { readsStream, type Settings } from '../settings.ts';
import { protectedRemovalOf } from './removal.ts';

export function stateTable(scope: Construct, id: string, settings: Settings): ITableV2 {
  const table = new TableV2(scope, id, {
    ...keys(TABLE_SCHEMA.KeySchema),
    globalSecondaryIndexes: TABLE_SCHEMA.GlobalSecondaryIndexes.map(
      ({ IndexName, KeySchema, Projection }) => ({
        indexName: IndexName,
        ...keys(KeySchema),
        projectionType: ProjectionType[Projection.ProjectionType],
        nonKeyAttributes: [...Projection.NonKeyAttributes],
      }),
    ),
    timeToLiveAttribute: TTL_ATTRIBUTE,
    // An update switches it on and off in place.
    ...(readsStream(settings) && { dynamoStream: StreamViewType.NEW_AND_OLD_IMAGES }),
    billing: Billing.onDemand(),
    // With a key of DynamoDB's own there are no requests to KMS that cost and can be throttled.
    encryption: TableEncryptionV2.dynamoOwnedKey(),
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    deletionProtection: settings.retain,
    removalPolicy: protectedRemovalOf(settings),
  });
  if (settings.kmsKeyArn !== undefined) encryptWith(table, settings.kmsKeyArn);
  return table as ITableV2; // the CDK's own types disagree under exactOptionalPropertyTypes
}

/** The CDK's own way needs a stack whose region is known when the template is made. */
function encryptWith(table: TableV2, keyArn: string): void {
  const resource = table.node.defaultChild as CfnGlobalTable;
  resource.addPropertyOverride('SSESpecification', { SSEEnabled: true, SSEType: 'KMS' });
  resource.addPropertyOverride('Replicas.0.SSESpecification.KMSMasterKeyId', keyArn);
}

type KeySchema = readonly [{ readonly AttributeName: string }, { readonly AttributeName: string }];

function keys([hash, range]: KeySchema): { readonly partitionKey: Attribute; readonly sortKey: Attribute } {
  return { partitionKey: attribute(hash.AttributeName), sortKey: attribute(range.AttributeName) };
}

function attribute(name: string): Attribute {
  const definition = TABLE_SCHEMA.AttributeDefinitions.find(({ AttributeName }) => AttributeName === name);
  if (definition === undefined) throw new Error(`the table schema does not define ${name}`);
  return { name, type: { S: AttributeType.STRING }[definition.AttributeType] };
}
