// Signs the person in if /config.json has settings for it. Otherwise the rest of this folder is never loaded.
import type { Person } from './open-session.ts';
import { showPage } from './plain-page.tsx';
import { readSignInSettings } from './sign-in-settings.ts';

/** Resolves to the person once they have signed in, or to `undefined` if the deployment has no sign-in. */
export async function signedIn(): Promise<Person | undefined> {
  try {
    const settings = await readSignInSettings();
    if (settings === undefined) return undefined;
    const { openSession } = await import('./open-session.ts');
    return await openSession(settings);
  } catch (error) {
    return showPage({
      title: 'The portal cannot start',
      words: `${(error as Error).message} Try again. If that does not help, tell the people who run the service.`,
      button: 'Try again',
      onPress: () => location.reload(),
    });
  }
}
