import {
  EventBridgeClient,
  type EventBridgeClientConfig,
  PutEventsCommand,
} from '@aws-sdk/client-eventbridge';
import type { PutEvents } from '../../ports/event-bus.ts';

/** What rules ask for. */
export const EVENT_SOURCE = 'pipeline-versioning';

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html */
const AT_ONCE = 10;

export function createPutEvents(EventBusName: string, settings: EventBridgeClientConfig): PutEvents {
  const client = new EventBridgeClient(settings);
  return async (events) => {
    for (let from = 0; from < events.length; from += AT_ONCE) {
      const Entries = events.slice(from, from + AT_ONCE).map(({ type, time, resources, detail }) => ({
        ...{ EventBusName, Source: EVENT_SOURCE, DetailType: type, Time: time },
        ...{ Resources: [...resources], Detail: detail },
      }));
      const { FailedEntryCount = 0, Entries: answers = [] } = await client.send(
        new PutEventsCommand({ Entries }),
      );
      const failure = answers.find(({ ErrorCode }) => ErrorCode !== undefined);
      if (FailedEntryCount > 0)
        throw new Error(`${FailedEntryCount} events were not taken: ${failure?.ErrorMessage}`);
    }
  };
}
