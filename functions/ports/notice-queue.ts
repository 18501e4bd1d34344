// Where events wait until a web service has taken them, and where those end that it never took.

export interface QueuedNotice {
  /** Of the event: a queue takes it once in five minutes. */
  readonly id: string;
  /** Of one subject, notices come in the order in which they were sent. */
  readonly subject: string;
  /** JSON. */
  readonly body: string;
}

export interface NoticeQueue {
  /** Keeps the order. Rejects if one was not sent; those before it were. */
  send(notices: readonly QueuedNotice[]): Promise<void>;
  /** Hides a message that was received, and with it all behind it of the same subject. */
  postpone(receiptHandle: string, seconds: number): Promise<void>;
  /** To the dead letters, for people to look at. */
  giveUp(notice: QueuedNotice): Promise<void>;
}
