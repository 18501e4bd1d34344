// Hostile servers for the client and the command line. Whatever they answer: nothing is written outside of DIR's home
// and nothing read there is sent, no redirect is followed, no command hangs or ends by a fault of ours, and nothing
// printed moves the cursor or forges a line.
import fc from 'fast-check';
import type { FuzzOptions, FuzzPart } from '../part.ts';
import { type Behaviours, behaviours, type HostileServer, startHostileServer } from './hostile-server.ts';
import { type Finished, runCommand } from './run-command.ts';
import { createSandbox, type Sandbox, SECRET } from './sandbox.ts';

export const clientPart: FuzzPart = { runs: 10_000, quickRuns: 1_000, run };

const NAME = 'tests/silver/orders';

async function run({ seed, runs }: FuzzOptions): Promise<string> {
  const server = await startHostileServer();
  const sandbox = await createSandbox();
  const counts = { done: 0, refused: 0 };
  const property = fc.asyncProperty(commandsIn(sandbox), behaviours, async (args, how) => {
    const { failure } = await runOne(server, sandbox, args, how);
    counts[failure === undefined ? 'done' : 'refused'] += 1;
  });
  try {
    await fc.assert(property, { seed, numRuns: runs, endOnFailure: true });
    return `${counts.done} commands ended well, ${counts.refused} with a message`;
  } finally {
    server.stop();
    await sandbox.remove();
  }
}

function commandsIn({ out, source }: Sandbox): fc.Arbitrary<readonly string[]> {
  const pull = ['pull', NAME, '--out', out];
  const commands = [
    ...[pull, pull, [...pull, '--skip-unusable'], [...pull, '--version', '1'], [...pull, '--draft']],
    ...[
      ['pull', NAME, '--manifest'],
      ['push', NAME, source],
      ['push', NAME, source, '--delete'],
    ],
    ...[['list'], ['status', NAME], ['log', NAME, '--limit', '3'], ['show', NAME], ['show', NAME, '1']],
    ...[
      ['diff', NAME],
      ['diff', NAME, '--no-patch'],
      ['publish', NAME, '-m', 'One'],
    ],
    ...[
      ['rollback', NAME, '1', '--yes'],
      ['restore', NAME, '1', '--yes'],
      ['runs', NAME],
      ['report-run', NAME, '1', '--run-id', 'a', '--state', 'failed'],
    ],
  ];
  return fc
    .tuple(fc.constantFrom(...commands), fc.constantFrom<readonly string[]>([], [], [], ['--json']))
    .map((parts) => parts.flat());
}

async function runOne(
  server: HostileServer,
  sandbox: Sandbox,
  args: readonly string[],
  how: Behaviours,
): Promise<Finished> {
  server.behaviours = how;
  server.received.length = 0;
  const finished = await withinTime(args, (signal) => runCommand(server.url, args, signal));
  const problem = problemOf(finished, server, args) ?? (await sandbox.problem());
  if (problem !== null) throw new Error(`${args.join(' ')}: ${problem}\n${finished.printed}`);
  return finished;
}

/** Far more than any command needs, so that only one that hangs is ended by it. */
const HANGS_AFTER_MS = 60_000;

async function withinTime<T>(args: readonly string[], work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(new Error(`${args.join(' ')} hangs`)), HANGS_AFTER_MS);
  return work(stop.signal).finally(() => clearTimeout(timer));
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: it is about them
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;

function problemOf(
  { printed, failure }: Finished,
  server: HostileServer,
  args: readonly string[],
): string | null {
  if (failure?.error.code === 'FAULT') return 'ended by a fault of ours';
  if (failure !== undefined && failure.error.message === '') return 'ended without a message';
  if (CONTROLS.test(printed)) return 'printed a control character';
  // Patches and messages may have lines; each stands behind something else.
  if (/^error: FORGED/m.test(printed) && !(args[0] === 'diff'))
    return 'printed a line that a server has forged';
  if (server.trapped.length > 0) return `followed a redirect to ${server.trapped[0]}`;
  if (server.received.some((body) => body.includes(SECRET))) return 'sent a file that lies outside of DIR';
  return null;
}
