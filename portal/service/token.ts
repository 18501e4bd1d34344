// The bearer token of requests. sign-in/ sets the source; without sign-in requests carry no token.
export interface TokenSource {
  /** For the next request. */
  current(): Promise<string | undefined>;
  /** A replacement for a token that was answered 401; `undefined` if there is none. */
  another(refused: string): Promise<string | undefined>;
}

const NONE: TokenSource = { current: async () => undefined, another: async () => undefined };
let source = NONE;

export function setTokenSource(given: TokenSource): void {
  source = given;
}

export const isSignedIn = () => source !== NONE;
export const bearerToken = () => source.current();
export const anotherToken = (refused: string) => source.another(refused);
