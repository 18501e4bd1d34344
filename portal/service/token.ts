// What requests carry once somebody has signed in. sign-in/ gives the source; without sign-in there is none.
export interface TokenSource {
  /** For the next request. */
  current(): Promise<string | undefined>;
  /** In place of one that was answered 401; `undefined` if there is none. */
  another(refused: string): Promise<string | undefined>;
}

let source: TokenSource = { current: async () => undefined, another: async () => undefined };

export function setTokenSource(given: TokenSource): void {
  source = given;
}

export const bearerToken = () => source.current();
export const anotherToken = (refused: string) => source.another(refused);
