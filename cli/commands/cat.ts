import { Command } from 'commander';
import { currentNumber } from '../current-number.ts';
import { WrongUse } from '../failures.ts';
import { type FileOf, fileArgument } from '../file-argument.ts';
import { explained } from '../output/explained.ts';
import type { OpenSession, Session } from '../session.ts';

const EXPLANATION = {
  about: 'A pipe gets the bytes as they are. A terminal gets them as text, without control characters.',
  examples: [
    'cat default/silver/clean_orders:pipeline.sql',
    'cat default/silver/clean_orders@3:tests/quality/no_nulls.sql',
    'cat default/silver/clean_orders@draft:config.yaml > config.yaml',
  ],
};

export const catCommand = (open: OpenSession) =>
  explained(new Command('cat'), EXPLANATION)
    .description('Print a file of a version, or of the draft')
    .argument('<file>', 'namespace/layer/name@version:path', fileArgument)
    .action(async (file: FileOf, _flags: unknown, command: Command) => {
      const session = await open(command);
      if (session.out.json) throw new WrongUse('cat prints the file itself; leave --json out.');
      session.out.file(await readFile(session, file));
    });

async function readFile({ client, signal }: Session, { pipeline, of, path }: FileOf): Promise<Uint8Array> {
  const version = of === 'current' ? await currentNumber(client, pipeline, signal) : of;
  const query = version === 'draft' ? {} : { version };
  return (await client.getFile({ path: { ...pipeline, path }, query, signal })).body;
}
