// In bundles, the place of @smithy/core/event-streams. The SDK imports it for operations that stream events, of which the
// service uses none, and wraps what it shares with the rest so that it can be loaded late.

export function resolveEventStreamSerdeConfig<T>(config: T): T {
  return config;
}

export function eventStreamSerdeProvider(): never {
  throw new Error('no operation of the service streams events; its bundles have no code for them');
}

export const EventStreamSerde = eventStreamSerdeProvider;
