// Who is looking. The deployment says in /config.json how people sign in; without that nobody has to.

export interface Person {
  /** As the issuer names them. */
  readonly name: string;
  readonly signOut: () => Promise<void>;
}

/** `undefined` where there is no sign-in. Where there is, comes back once somebody has signed in. */
export async function signedIn(): Promise<Person | undefined> {
  return undefined;
}
