// `completion` prints a shell's script, and `complete` is what that script asks at each TAB.
import { Argument, Command } from 'commander';
import { pipelineFinder } from '../completion/find-pipelines.ts';
import { HIDDEN_COMMAND, PROGRAM } from '../completion/names.ts';
import { SCRIPTS, type Shell } from '../completion/scripts.ts';
import { apart, isFlag, type Suggestion, suggest } from '../completion/suggest.ts';
import { explained } from '../output/explained.ts';
import type { OpenSession } from '../session.ts';

const EXPLANATION = {
  about: `
For bash, put "source <(${PROGRAM} completion bash)" into ~/.bashrc; for zsh, the same with zsh into ~/.zshrc, behind
compinit; for fish, "${PROGRAM} completion fish | source" into ~/.config/fish/config.fish.

TAB completes commands, flags, their values and the names of pipelines. Names come from the service that the command
would use, within three seconds, and not at all where only a project's file says which service that is.`,
  examples: ['completion bash'],
};

export const completionCommand = (_open: OpenSession) =>
  explained(new Command('completion'), EXPLANATION)
    .description('The script by which TAB completes this program, for your shell')
    .addArgument(new Argument('<shell>', 'your shell').choices(Object.keys(SCRIPTS)))
    .action((shell: Shell) => void process.stdout.write(SCRIPTS[shell]));

export const completeCommand = (open: OpenSession) =>
  new Command(HIDDEN_COMMAND)
    .argument('[words...]')
    .action(async (words: readonly string[], _flags: unknown, command: Command) => {
      const program = command.parent ?? command;
      takeOver(program, apart(words));
      const find = pipelineFinder(() => open(command));
      // Whatever is wrong, a line that is being typed is no place for it.
      const found = await suggest(program, words, find).catch(() => []);
      process.stdout.write(found.map(lineOf).join(''));
    });

/** The flags that say which service, where the line has them. */
function takeOver(program: Command, words: readonly string[]): void {
  for (const option of program.options) {
    const at = words.findIndex((word) => isFlag(option, word));
    if (at === -1 || at >= words.length - 1) continue;
    program.setOptionValue(option.attributeName(), option.required ? words[at + 1] : !option.negate);
  }
}

const lineOf = ({ value, description }: Suggestion) => `${value}\t${description.replaceAll(/\s+/g, ' ')}\n`;
