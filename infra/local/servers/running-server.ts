// What every start… function of this folder gives: a server of its own process, to be used and taken down.

export interface RunningServer {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /** Resolves when no process of it is left. Repeating it is harmless. */
  stop(): Promise<void>;
}
