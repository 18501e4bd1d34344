// Where events go by which others start what they want: EventBridge.

export interface BusEvent {
  readonly type: string;
  readonly time: Date;
  /** ARNs of what it happened to. */
  readonly resources: readonly string[];
  /** JSON. */
  readonly detail: string;
}

/** Rejects if some were not taken; the others were. */
export type PutEvents = (events: readonly BusEvent[]) => Promise<void>;
