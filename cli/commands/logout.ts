import { Command } from 'commander';
import { type SessionFile, sessionFile } from '../login/session-file.ts';
import { explained } from '../output/explained.ts';
import type { OpenSession } from '../session.ts';

const EXPLANATION = {
  examples: ['logout'],
};

export const logoutCommand = (open: OpenSession) =>
  explained(new Command('logout'), EXPLANATION)
    .description('End the session of login: here, and at the issuer where it allows that')
    .action(async (_flags: unknown, command: Command) => {
      const { out, target } = await open(command);
      const file = sessionFile(target.url, process.env);
      if (!file.exists()) {
        out.result(
          { service: target.url, was_signed_in: false, revoked: false },
          () => 'You were not signed in.',
        );
        return;
      }
      const problem = await file.locked(() => endSession(file));
      const result = { service: target.url, was_signed_in: true, revoked: problem === null, problem };
      out.result(result, () =>
        problem === null
          ? `Signed out at ${target.url}; the issuer takes the session no more.`
          : `Signed out at ${target.url} here only: ${problem}`,
      );
    });

/** Resolves to why the issuer has not revoked the session, or `null`. The file is gone in any case. */
async function endSession(file: SessionFile): Promise<string | null> {
  try {
    const session = await file.read();
    if (!session?.refresh_token) return 'there was no refresh token to revoke.';
    const { revoke } = await import('../login/revoke.ts');
    return await revoke(session.settings, session.refresh_token);
  } catch (error) {
    return (error as Error).message;
  } finally {
    await file.remove();
  }
}
