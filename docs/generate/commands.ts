// The help of every command, as a section of docs/command-line.md.
import type { Command } from 'commander';
import { createProgram } from '../../cli/program.ts';

const BEGIN = '<!-- commands: made by npm run generate -->';
const END = '<!-- /commands -->';

/** `markdown` with the commands as they are now. Throws if they have no place in it. */
export function withCommands(markdown: string): string {
  const [before, after] = [markdown.indexOf(BEGIN), markdown.indexOf(END)];
  if (before === -1 || after < before) throw new Error(`The markers ${BEGIN} and ${END} are missing.`);
  return `${markdown.slice(0, before)}${BEGIN}\n\n${sections()}\n\n${markdown.slice(after)}`;
}

function sections(): string {
  const program = createProgram(() => Promise.reject(new Error('no command runs here')));
  return program.commands.map(sectionOf).join('\n\n');
}

function sectionOf(command: Command): string {
  return `### \`${command.name()}\`\n\n\`\`\`text\n${helpOf(command)}\n\`\`\``;
}

/** Without the flags that every command has. */
function helpOf(command: Command): string {
  const parts: string[] = [];
  command
    .configureHelp({ ...command.configureHelp(), showGlobalOptions: false })
    .configureOutput({ writeOut: (text) => void parts.push(text), getOutHelpWidth: () => 100 })
    .outputHelp();
  return parts.join('').trimEnd();
}
