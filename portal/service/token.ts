// What requests carry once somebody has signed in. sign-in/ gives the source; without sign-in there is none.
export type TokenSource = () => Promise<string | undefined>;

let source: TokenSource = async () => undefined;

export function setTokenSource(given: TokenSource): void {
  source = given;
}

export const bearerToken: TokenSource = () => source();
