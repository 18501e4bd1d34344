import { Command } from 'commander';
import { endArgument, type Freezable, freezableArgument, nameOfFreezable } from '../freezable.ts';
import { explained } from '../output/explained.ts';
import { nameService, type OpenSession, type Session } from '../session.ts';

interface Flags {
  readonly reason: string;
  readonly until: string;
}

const EXPLANATION = {
  about: `
Until then the service refuses publish, rollback and restore; --override-freeze passes for those who may, and the version
says so. Drafts can be edited. A freeze that is there is replaced. For a namespace, requests that run already may still
finish; wait until the time that is printed.`,
  examples: [
    'freeze default/silver/clean_orders --reason "Month-end close" --until 3d',
    'freeze team_a --reason Audit --until 2026-12-01T06:00:00Z',
  ],
};

const LIFTING = { examples: ['unfreeze default/silver/clean_orders', 'unfreeze team_a'] };

export const freezeCommand = (open: OpenSession) =>
  explained(new Command('freeze'), EXPLANATION)
    .description('Keep what runs use as it is, of a pipeline or of a namespace')
    .argument('<pipeline or namespace>', 'namespace/layer/name, or a namespace', freezableArgument)
    .requiredOption('--reason <text>', 'why; everybody who is refused reads it')
    .requiredOption('--until <when>', '90m, 12h, 3d, or a time such as 2026-12-01T06:00:00Z', endArgument)
    .action(async (what: Freezable, body: Flags, command: Command) => {
      const session = await open(command);
      nameService(session);
      await (what.pipeline ? freezePipeline(session, what, body) : freezeNamespace(session, what, body));
    });

export const unfreezeCommand = (open: OpenSession) =>
  explained(new Command('unfreeze'), LIFTING)
    .description('Lift the freeze of a pipeline or of a namespace')
    .argument('<pipeline or namespace>', 'namespace/layer/name, or a namespace', freezableArgument)
    .action(async (what: Freezable, _flags: unknown, command: Command) => {
      const session = await open(command);
      const { client, out, signal } = session;
      nameService(session);
      if (what.pipeline) await client.unfreezePipeline({ path: what.pipeline, signal });
      else await client.unfreezeNamespace({ path: { namespace: what.namespace }, signal });
      out.result({ freeze: null }, () => `Lifted the freeze of ${nameOfFreezable(what)}.`);
    });

async function freezePipeline(
  { client, out, signal }: Session,
  what: Freezable & { readonly pipeline: object },
  { reason, until }: Flags,
): Promise<void> {
  const { body } = await client.freezePipeline({ path: what.pipeline, body: { reason, until }, signal });
  out.result(body, (freeze) => `Froze ${nameOfFreezable(what)} until ${freeze.until}.`);
}

async function freezeNamespace(
  { client, out, signal }: Session,
  what: Freezable & { readonly namespace: string },
  { reason, until }: Flags,
): Promise<void> {
  const path = { namespace: what.namespace };
  const { body } = await client.freezeNamespace({ path, body: { reason, until }, signal });
  out.result(
    body,
    (freeze) =>
      `Froze ${nameOfFreezable(what)} until ${freeze.until}. Requests that ran already have ended by ${freeze.effective_by}.`,
  );
}
