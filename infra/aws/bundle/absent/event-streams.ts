// Stands in bundles for @smithy/core/event-streams. The SDK imports that for operations that stream events. The service
// calls no such operation.

export function resolveEventStreamSerdeConfig<T>(config: T): T {
  return config;
}

export function eventStreamSerdeProvider(): never {
  throw new Error('no operation of the service streams events; its bundles have no code for them');
}

export const EventStreamSerde = eventStreamSerdeProvider;
