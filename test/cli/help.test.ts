// The help of every command: examples that can be typed, and lines that fit.
import type { Command } from 'commander';
import { expect, test } from 'vitest';
import { createProgram } from '../../cli/program.ts';

const opened = new Error('the command would run now');

function programOn(columns: number) {
  const program = createProgram(() => Promise.reject(opened));
  for (const command of [program, ...program.commands])
    command.configureOutput({ getOutHelpWidth: () => columns });
  return program;
}

function helpOf(command: Command): string {
  const parts: string[] = [];
  command.configureOutput({ writeOut: (text) => void parts.push(text) }).outputHelp();
  return parts.join('');
}

// Neither opens a session; test/cli/completion.test.ts runs both.
const OF_SHELLS = ['completion', 'complete'];
const names = programOn(100)
  .commands.map((command) => command.name())
  .filter((name) => !OF_SHELLS.includes(name));

function helpOn(columns: number, name: string): string {
  const command = programOn(columns).commands.find((one) => one.name() === name);
  if (command === undefined) throw new Error(`there is no command ${name}`);
  return helpOf(command);
}

test.each(names)('the examples of %s are commands of it', async (name) => {
  const [, examples = ''] = helpOn(100, name).split('\nExamples:\n');
  const lines = examples.trim().split('\n');

  for (const line of lines) {
    const [program, ...words] = wordsOf(line.replace(/ [|>] .*$/, ''));
    expect([program, words[0]]).toEqual([programOn(100).name(), name]);
    await expect(programOn(100).parseAsync(words, { from: 'user' })).rejects.toBe(opened);
  }
});

test.each(names)('the help of %s fits a terminal of 60 columns, but for what is to be copied', (name) => {
  const [text = ''] = helpOn(60, name).split('\nExamples:\n');
  const [, ...lines] = text.split('\n');

  for (const line of lines) expect(line.length, line).toBeLessThanOrEqual(60);
});

test('the list of all commands fits a terminal of 60 columns, and names each of them', () => {
  const help = helpOf(programOn(60));
  const [text = ''] = help.split('\nExamples:\n');

  for (const line of text.split('\n')) expect(line.length, line).toBeLessThanOrEqual(60);
  for (const name of names) expect(help).toMatch(new RegExp(`^  ${name} `, 'm'));
});

/** As a shell splits them. */
function wordsOf(line: string): readonly string[] {
  return [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
}
