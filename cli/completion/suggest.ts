// What may stand where the cursor is, from the commands as commander knows them.
import type { Command, Option } from 'commander';

export interface Suggestion {
  readonly value: string;
  readonly description: string;
}

/** The names of pipelines that begin like this. */
export type FindPipelines = (prefix: string) => Promise<readonly string[]>;

/** `words` are those behind the program's name; the last one is being typed. None means that it may be a file. */
export async function suggest(
  program: Command,
  words: readonly string[],
  findPipelines: FindPipelines,
): Promise<readonly Suggestion[]> {
  const typed = apart(words);
  const current = typed.at(-1) ?? '';
  const { command, positionals, pending } = walk(program, typed.slice(0, -1));
  return (await candidates()).filter(({ value }) => value.startsWith(current));

  async function candidates(): Promise<readonly Suggestion[]> {
    if (pending !== undefined) return choices(pending.argChoices);
    if (current.startsWith('-')) return optionsOf(program, command, current);
    if (command === program || command.name() === 'help') return positionals === 0 ? commandsOf(program) : [];
    const argument = command.registeredArguments[positionals];
    if (argument?.argChoices !== undefined) return choices(argument.argChoices);
    if (argument === undefined || !/pipeline|file/.test(argument.name())) return [];
    return choices(await findPipelines(current));
  }
}

/** Flags and their values apart, but for the last word. Bash makes three words of `--layer=silver`. */
export function apart(words: readonly string[]): readonly string[] {
  const before = words.slice(0, -1).filter((word) => word !== '=');
  const last = words.at(-1) === '=' ? '' : (words.at(-1) ?? '');
  return [...before.flatMap((word) => /^(--[^=]+)=(.*)$/s.exec(word)?.slice(1) ?? [word]), last];
}

interface Place {
  readonly command: Command;
  /** How many of the command's arguments are there. */
  readonly positionals: number;
  /** The option whose value comes next. */
  readonly pending: Option | undefined;
}

function walk(program: Command, words: readonly string[]): Place {
  let command = program;
  let positionals = 0;
  let pending: Option | undefined;
  for (const word of words) {
    if (pending !== undefined) pending = undefined;
    else if (word.startsWith('-')) pending = takesNext(program, command, word);
    else if (command === program) command = commandNamed(program, word) ?? command;
    else positionals += 1;
  }
  return { command, positionals, pending };
}

function commandNamed(program: Command, name: string): Command | undefined {
  return visibleCommands(program).find((one) => one.name() === name);
}

function takesNext(program: Command, command: Command, word: string): Option | undefined {
  return [...command.options, ...program.options].find((option) => isFlag(option, word) && option.required);
}

export function isFlag({ short, long }: Option, word: string | undefined): boolean {
  return word !== undefined && [short, long].includes(word);
}

/** `--layer=` asks for its values. */
function optionsOf(program: Command, command: Command, current: string): readonly Suggestion[] {
  const options = [...new Set([command, program])].flatMap((one) => one.createHelp().visibleOptions(one));
  const [flag, value] = current.split('=');
  const valued = value === undefined ? undefined : options.find(({ long }) => long === flag);
  if (valued !== undefined) return choices(valued.argChoices?.map((choice) => `${flag}=${choice}`));
  const byFlag = new Map(options.map(({ long, description }) => [long ?? '', description]));
  byFlag.delete('');
  return [...byFlag].map(([value, description]) => ({ value, description }));
}

function commandsOf(program: Command): readonly Suggestion[] {
  return visibleCommands(program).map((one) => ({ value: one.name(), description: one.description() }));
}

const visibleCommands = (program: Command) => program.createHelp().visibleCommands(program);

function choices(values: readonly string[] = []): readonly Suggestion[] {
  return values.map((value) => ({ value, description: '' }));
}
