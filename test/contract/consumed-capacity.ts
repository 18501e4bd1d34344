// Counts the units that DynamoDB says it took, as an on-demand table is billed for them.
import type { ConsumedCapacity, DynamoDBClient } from '@aws-sdk/client-dynamodb';

export interface Units {
  readonly write: number;
  readonly read: number;
}

const WRITES = new Set(['PutItemCommand', 'UpdateItemCommand']);

export function countUnits({
  middlewareStack,
}: DynamoDBClient): (action: () => Promise<unknown>) => Promise<Units> {
  let units = { write: 0, read: 0 };
  middlewareStack.add(
    (next, { commandName = '' }) =>
      async (args) => {
        Object.assign(args.input, { ReturnConsumedCapacity: 'TOTAL' });
        const result = await next(args);
        const { ConsumedCapacity = [] } = result.output as {
          readonly ConsumedCapacity?: ConsumedCapacity | readonly ConsumedCapacity[];
        };
        const kind = WRITES.has(commandName) ? 'write' : 'read';
        for (const { CapacityUnits = 0 } of [ConsumedCapacity].flat()) units[kind] += CapacityUnits;
        return result;
      },
    { step: 'initialize', name: 'countUnits' },
  );
  return async (action) => {
    units = { write: 0, read: 0 };
    await action();
    return { ...units };
  };
}
