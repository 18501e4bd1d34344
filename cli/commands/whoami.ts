import { Command } from 'commander';
import type { Grant } from '../../client/types.ts';
import { explained } from '../output/explained.ts';
import type { OpenSession } from '../session.ts';

const EXPLANATION = {
  examples: ['whoami'],
};

export const whoamiCommand = (open: OpenSession) =>
  explained(new Command('whoami'), EXPLANATION)
    .description('As whom the service sees you, and your roles')
    .action(async (_flags: unknown, command: Command) => {
      const { client, out, signal } = await open(command);
      const { body } = await client.getMe({ signal });
      out.result(body, ({ name, subject, roles }) =>
        [
          `${name ?? 'nobody in particular'}${subject === null || subject === name ? '' : ` (${subject})`}`,
          ...(roles === null ? [] : [`roles: ${roles.map(grantName).join(', ') || 'none'}`]),
        ].join('\n'),
      );
    });

function grantName({ role, namespace }: Grant): string {
  return namespace === null ? role : `${role}@${namespace}`;
}
