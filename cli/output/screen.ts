// What a result is printed on: a terminal of some width, in colours or without, or a pipe.
import { type Colors, colorsOf } from './colors.ts';

export interface Screen extends Colors {
  /** How many columns a terminal has. `null`: no terminal, so a program reads what is printed, and all of it. */
  readonly columns: number | null;
}

type Stream = { readonly isTTY?: boolean; readonly columns?: number };

const USUAL_COLUMNS = 80;

/** PIPELINE_VERSIONING_FORCE_TTY=COLUMNS prints into a pipe as on a terminal, as GH_FORCE_TTY does for gh. */
export function screenOf(stream: Stream, env: NodeJS.ProcessEnv, colorsAllowed: boolean): Screen {
  const forced = Number(env.PIPELINE_VERSIONING_FORCE_TTY ?? 0);
  const ofTerminal = stream.isTTY === true ? stream.columns || USUAL_COLUMNS : null;
  return { ...colorsOf(stream, env, colorsAllowed), columns: forced > 0 ? forced : ofTerminal };
}
