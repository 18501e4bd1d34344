// What stands below the flags in a command's help: paragraphs, as wide as the terminal, and examples.
import type { Command } from 'commander';

export interface Explanation {
  /** Paragraphs with an empty line between. Single line feeds count as spaces. */
  readonly about?: string;
  /** Without the name of the program. */
  readonly examples?: readonly string[];
}

export function explained(command: Command, { about = '', examples = [] }: Explanation): Command {
  return command.addHelpText('after', ({ command: shown }) => {
    const help = shown.createHelp();
    const width = shown.configureOutput().getOutHelpWidth?.() ?? 80;
    const paragraphs = about
      .trim()
      .split(/\n{2,}/)
      .filter((text) => text !== '')
      .map((text) => help.boxWrap(text.replaceAll('\n', ' '), width));
    const lines = examples.map((example) => `  ${programOf(shown)} ${example}`);
    const parts = [...paragraphs, ...(lines.length > 0 ? [['Examples:', ...lines].join('\n')] : [])];
    return parts.map((part) => `\n${part}`).join('\n');
  });
}

function programOf(command: Command): string {
  return command.parent === null ? command.name() : programOf(command.parent);
}
