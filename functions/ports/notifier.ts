// The webhook: a web service that receives every event.

/** An event as the feed has it. */
export interface NewsEvent {
  readonly id: string;
  readonly type: string;
  readonly time: string;
}

/** Rejects with an error that says why, unless the service takes the event in time. */
export type Notify = (event: NewsEvent) => Promise<void>;
