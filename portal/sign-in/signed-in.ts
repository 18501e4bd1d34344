// Who is looking. The deployment says in /config.json how people sign in; without that nobody has to, and the rest of
// this folder is never loaded.
import type { Person } from './open-session.ts';
import { showPage } from './plain-page.tsx';
import { readSignInSettings } from './sign-in-settings.ts';

/** Resolves once somebody has signed in; to `undefined` if the deployment has no sign-in. */
export async function signedIn(): Promise<Person | undefined> {
  try {
    const settings = await readSignInSettings();
    if (settings === undefined) return undefined;
    const { openSession } = await import('./open-session.ts');
    return await openSession(settings);
  } catch (error) {
    return showPage({
      title: 'The portal cannot start',
      words: `${(error as Error).message} Try again; if that does not help, tell those who run the service.`,
      button: 'Try again',
      onPress: () => location.reload(),
    });
  }
}
