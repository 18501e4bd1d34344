// A command of the command line in this process, with what it printed.
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { type Described, describeFailure } from '../../../cli/describe-failure.ts';
import { createOutput } from '../../../cli/output/output.ts';
import { screenOf } from '../../../cli/output/screen.ts';
import { printFailure } from '../../../cli/print-failure.ts';
import { createProgram } from '../../../cli/program.ts';
import { chooseTarget } from '../../../cli/target.ts';
import { createClient } from '../../../client/client.ts';

export interface Finished {
  readonly printed: string;
  readonly failure: Described | undefined;
}

export async function runCommand(
  url: string,
  args: readonly string[],
  signal: AbortSignal,
): Promise<Finished> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const printed = Promise.all([text(stdout), text(stderr)]);
  const session = {
    client: createClient({ baseUrl: url, retry: { retries: 1, wait: async () => {} }, timeout: 5_000 }),
    target: chooseTarget({ url }, {}, undefined),
    out: createOutput({ json: args.includes('--json'), stdout, stderr, screen: screenOf({}, {}, false) }),
    terminal: { input: process.stdin, output: stderr },
    signal,
  };
  const failure = await createProgram(async () => session)
    .parseAsync([...args], { from: 'user' })
    .then(
      () => undefined,
      (error: unknown) => describeFailure(error),
    );
  if (failure) printFailure(failure, args, stderr);
  stdout.end();
  stderr.end();
  return { printed: (await printed).join(''), failure };
}
