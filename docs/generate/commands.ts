// The help of every command, as a section of docs/command-line.md.
import type { Command } from 'commander';
import { createProgram } from '../../cli/program.ts';
import { betweenMarkers } from './between-markers.ts';

const MARKERS = ['<!-- commands: made by npm run generate -->', '<!-- /commands -->'] as const;

/** `markdown` with the commands as they are now. Throws if they have no place in it. */
export function withCommands(markdown: string): string {
  return betweenMarkers(markdown, MARKERS, () => `\n\n${sections()}\n\n`);
}

function sections(): string {
  const program = createProgram(() => Promise.reject(new Error('no command runs here')));
  const visible = program
    .createHelp()
    .visibleCommands(program)
    .filter((one) => one.name() !== 'help');
  return visible.map(sectionOf).join('\n\n');
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
