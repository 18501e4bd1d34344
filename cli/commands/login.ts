import { Command, Option } from 'commander';
import type { LoginFlags } from '../login/login-settings.ts';
import { sessionFile } from '../login/session-file.ts';
import { explained } from '../output/explained.ts';
import { countArgument } from '../pipeline-argument.ts';
import type { OpenSession, Session } from '../session.ts';
import { showInBrowser } from '../show-in-browser.ts';
import { assertSafe } from '../target.ts';

interface Flags extends LoginFlags {
  readonly browser: boolean;
  readonly timeout: number;
}

const EXPLANATION = {
  about: `How to sign in is what the service's /config.json says, else what the flags say, else what the last login used. The
session is kept for this service in a file that only you can read; later commands use and renew it. On a machine
without a browser, say --no-browser: it prints the address, and which port to forward.`,
  examples: ['login --url https://versions.example.com', 'login --no-browser'],
};

export const loginCommand = (open: OpenSession) =>
  explained(new Command('login'), EXPLANATION)
    .description('Sign in at the service by a browser')
    .option('--issuer <url>', 'where people sign in, if the service does not say it')
    .option('--client-id <id>', 'the client that is registered there for the command line')
    .option('--scope <words>', 'what is asked for (default: openid email)')
    .option('--audience <name>', 'for issuers whose access tokens serve several services')
    .addOption(
      new Option('--send <token>', 'which token the service takes (default: id_token)').choices([
        'id_token',
        'access_token',
      ]),
    )
    .option('--no-browser', 'print the address instead of opening a browser')
    .option('--timeout <seconds>', 'how long to wait for you', countArgument, 300)
    .action(async (flags: Flags, command: Command) => {
      const session = await open(command);
      const { out, target } = session;
      assertSafe(target, 'You are');
      const { name, settings } = await signedInBy(session, flags);
      const result = { service: target.url, issuer: settings.authority, name: name ?? null };
      out.result(result, () => `Signed in at ${target.url}${name === undefined ? '' : ` as ${name}`}.`);
    });

async function signedInBy({ target, signal, terminal }: Session, flags: Flags) {
  const file = sessionFile(target.url, process.env);
  const [{ findLoginSettings }, { signIn }] = await Promise.all([
    import('../login/login-settings.ts'),
    import('../login/sign-in.ts'),
  ]);
  // A session that cannot be read is replaced.
  const last = await file.read().catch(() => undefined);
  const settings = await findLoginSettings(flags, target.url, last?.settings, signal);
  const say = (text: string) => void terminal.output.write(`${text}\n`);
  const show = (url: URL, port: number) => (flags.browser ? openBrowser(url, say) : explain(url, port, say));
  const { session, name } = await signIn({ show, signal, patience: flags.timeout }, settings);
  await file.locked(() => file.write({ ...session, service: target.url }));
  return { name, settings };
}

async function openBrowser({ href }: URL, say: (text: string) => void): Promise<void> {
  say(`Your browser opens. If it does not, open this address:\n  ${href}`);
  await showInBrowser(href);
}

async function explain({ href }: URL, port: number, say: (text: string) => void): Promise<void> {
  say(`Open this address in a browser on this machine:\n  ${href}`);
  say(`If your browser is elsewhere, forward the port there first: ssh -L ${port}:localhost:${port} HOST`);
}
