// npm run interleavings explores every scenario to its end, and every mistake until it is found. It prints the number of
// states of each. For a broken promise it prints the choices that lead there; --replay FILE repeats them.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { mistakes } from '../model/mutants.ts';
import { realProtocol } from '../model/protocol.ts';
import { type Explored, explore, replay } from './explore.ts';
import { findMistake, scenarioNamed } from './mistakes.ts';
import { startRun } from './run.ts';
import { scenarios } from './scenarios.ts';
import type { Scenario } from './stage.ts';

const HELP = `npm run interleavings -- [OPTIONS]
  --scenario TEXT  only scenarios whose names contain it
  --mishaps N      how many mishaps a run may meet, instead of the scenario's own number
  --no-mistakes    do not look for the known mistakes; --only-mistakes: for nothing else
  --replay FILE    make the choices in that file again: the scenario's name, then a choice a line
`;

const { values } = parseArgs({
  options: {
    scenario: { type: 'string', default: '' },
    mishaps: { type: 'string' },
    'no-mistakes': { type: 'boolean', default: false },
    'only-mistakes': { type: 'boolean', default: false },
    replay: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) process.stdout.write(HELP);
else if (values.replay !== undefined) await replayFile(values.replay);
else await exploreAll();

async function exploreAll(): Promise<void> {
  const wanted = scenarios.filter(({ name }) => name.includes(values.scenario));
  if (wanted.length === 0) throw new Error(`no scenario's name contains "${values.scenario}"`);
  for (const scenario of values['only-mistakes'] ? [] : wanted) {
    const mishaps = Number(values.mishaps ?? scenario.mishaps ?? 1);
    const [explored, seconds] = await timed(() =>
      explore(() => startRun({ ...scenario, mishaps }, realProtocol), progress),
    );
    console.log(`${scenario.name}, mishaps: ${mishaps}: ${figuresOf(explored)}, ${seconds} s of CPU`);
    if (explored.violation) await report(scenario, explored.violation);
  }
  if (!values['no-mistakes']) await lookForMistakes();
}

async function lookForMistakes(): Promise<void> {
  for (const mistake of mistakes) {
    const [explored, seconds] = await timed(() => findMistake(mistake));
    const found = explored.violation?.broken[0];
    console.log(
      `${mistake.name}: ${found ?? 'NOT FOUND'} (${mistake.shownBy}: ${figuresOf(explored)}, ${seconds} s of CPU)`,
    );
    if (found === undefined) process.exitCode = 1;
  }
}

async function report({ name }: Scenario, { broken, choices }: NonNullable<Explored['violation']>) {
  const file = `.cache/interleavings/${name.replaceAll(/\W+/g, '-')}.txt`;
  await mkdir('.cache/interleavings', { recursive: true });
  await writeFile(file, [name, ...choices, ''].join('\n'));
  console.log(
    [...broken.map((promise) => `  BROKEN ${promise}`), ...choices.map((choice) => `    ${choice}`)].join(
      '\n',
    ),
  );
  console.log(`  again: npm run interleavings -- --replay ${file}`);
  process.exitCode = 1;
}

async function replayFile(file: string): Promise<void> {
  const [name, ...choices] = (await readFile(file, 'utf8')).split('\n').filter((line) => line !== '');
  const run = await replay(() => startRun(scenarioNamed(name ?? ''), realProtocol), choices);
  const broken = await run.broken();
  console.log(broken.length > 0 ? broken.join('\n') : 'nothing is broken');
  if (broken.length > 0) process.exitCode = 1;
}

async function timed<T>(work: () => Promise<T>): Promise<readonly [T, string]> {
  const before = process.cpuUsage();
  const result = await work();
  const { user, system } = process.cpuUsage(before);
  return [result, ((user + system) / 1e6).toFixed(1)];
}

function figuresOf({ states, runs, violation }: Explored): string {
  return `${states} states, ${runs} runs${violation ? '' : ', nothing broken'}`;
}

function progress(states: number): void {
  if (states % 10_000 === 0) process.stderr.write(`  ${states} states …\n`);
}
