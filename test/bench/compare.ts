// `npm run bench:compare A.json B.json`: how many times as much B took as A, figure by figure.
import { Command } from 'commander';
import { comparison } from './comparison.ts';
import { readResults } from './results.ts';

const command = new Command('npm run bench:compare --')
  .description('Compares two files of npm run bench -- --json FILE.')
  .argument('<before>', 'the file of the run that the other one is divided by')
  .argument('<after>', 'the file of the other run')
  .helpOption('--help', 'show this')
  .parse();
const [before = '', after = ''] = command.args;
try {
  console.log(comparison(readResults(before), readResults(after)));
} catch (error) {
  command.error(`error: ${(error as Error).message}`);
}
