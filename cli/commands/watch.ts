import type { Command } from 'commander';
import { Unreachable } from '../../client/errors.ts';
import type { Answer } from '../../client/request.ts';
import type { Pipeline } from '../../client/types.ts';
import { wait } from '../../client/wait.ts';
import { intervalArgument } from '../interval-argument.ts';
import { draftState } from '../output/draft-state.ts';
import { explained } from '../output/explained.ts';
import { localTime } from '../output/local-time.ts';
import { oneLine } from '../output/printable.ts';
import type { Screen } from '../output/screen.ts';
import type { PipelinePath } from '../pipeline-argument.ts';
import type { OpenSession, Session } from '../session.ts';
import { pipelineCommand } from './pipeline-command.ts';

const EXPLANATION = {
  examples: ['watch default/silver/clean_orders --interval 10'],
};

export const watchCommand = (open: OpenSession) =>
  explained(
    pipelineCommand('watch', 'Print a line whenever the version or the flag changes, until Ctrl-C'),
    EXPLANATION,
  )
    .option('--interval <seconds>', 'how often to look', intervalArgument, 2)
    .action(async (path: PipelinePath, { interval }: { readonly interval: number }, command: Command) => {
      const session = await open(command);
      let seen = await look(session, path);
      print(session, seen.body);
      for (;;) {
        await wait(interval * 1_000, session.signal);
        const now = await lookAgain(session, path, seen);
        if (stateOf(now.body) !== stateOf(seen.body)) print(session, now.body);
        seen = now;
      }
    });

interface Seen {
  readonly body: Pipeline;
  readonly etag: string | undefined;
}

async function look({ client, signal }: Session, path: PipelinePath): Promise<Seen> {
  return seenIn(await client.getPipeline({ path, signal }));
}

const seenIn = ({ body, headers }: Answer<Pipeline>): Seen => ({
  body,
  etag: headers.get('etag') ?? undefined,
});

/** Keeps trying while the service cannot be reached. */
async function lookAgain(session: Session, path: PipelinePath, seen: Seen): Promise<Seen> {
  const { client, signal, out } = session;
  try {
    const answer = await client.getPipeline({ path, ifNoneMatch: seen.etag, signal });
    return answer.body === undefined ? seen : seenIn(answer);
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
    out.note(`${error.message} Still trying.`);
    return seen;
  }
}

function stateOf({ latest_version, draft_dirty, draft }: Pipeline): string {
  return JSON.stringify([latest_version, draft_dirty, draft.fingerprint]);
}

function print({ out }: Session, pipeline: Pipeline): void {
  const time = new Date();
  const { latest_version, draft_dirty, message, draft } = pipeline;
  const { fingerprint } = draft;
  const value = { time: time.toISOString(), latest_version, draft_dirty, message, draft: { fingerprint } };
  out.line(value, (state, screen) => `${screen.dim(localTime(time))}  ${renderState(state, screen)}`);
}

type State = Pick<Pipeline, 'latest_version' | 'draft_dirty' | 'message'>;

function renderState({ latest_version, draft_dirty, message }: State, screen: Screen): string {
  const version = latest_version === null ? 'v0' : `v${latest_version}`;
  const { text, paint } = draftState(draft_dirty, screen);
  return `${screen.bold(version)}  draft ${paint(text)}  ${oneLine(message ?? '')}`.trimEnd();
}
