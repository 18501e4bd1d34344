import { Command } from 'commander';
import program from '../../package.json' with { type: 'json' };
import { examine } from '../doctor/examine.ts';
import type { Finding } from '../doctor/finding.ts';
import { EXIT } from '../failures.ts';
import { explained } from '../output/explained.ts';
import type { Screen } from '../output/screen.ts';
import type { OpenSession } from '../session.ts';

const EXPLANATION = {
  about: `
One line for each thing: ok, warn or FAIL, with what to do. The exit code is 0 unless something fails, 1 if something
does, and 3 if the service cannot be reached.`,
  examples: ['doctor', 'doctor --json'],
};

export const doctorCommand = (open: OpenSession) =>
  explained(new Command('doctor'), EXPLANATION)
    .description('Whether everything that this program needs is as it should be')
    .action(async (_flags: unknown, command: Command) => {
      const { client, target, out, signal } = await open(command);
      const { version } = program;
      const findings = await examine({ client, url: target.url, version, signal, now: Date.now });
      out.result({ findings }, (result, screen) =>
        result.findings.map((finding) => line(finding, screen)).join('\n'),
      );
      process.exitCode = exitCodeOf(findings);
    });

function exitCodeOf(findings: readonly Finding[]): number {
  const failed = findings.filter(({ state }) => state === 'FAIL');
  if (failed.some(({ check }) => check === 'service')) return EXIT.unreachable;
  return failed.length > 0 ? EXIT.refused : EXIT.done;
}

function line({ check, state, text, advice }: Finding, screen: Screen): string {
  const paint = { ok: screen.green, warn: screen.yellow, FAIL: screen.red }[state];
  const whole = [text, advice].filter((part) => part !== undefined).join(text.endsWith('.') ? ' ' : '. ');
  if (screen.columns === null) return [check, state, whole].join('\t');
  const head = `${check.padEnd(10)}  ${paint(state.padEnd(4))}  `;
  return head + wrapped(whole, screen.columns - INDENT.length).join(`\n${INDENT}`);
}

const INDENT = ' '.repeat(18);

/** A word that is longer than a line, such as a URL, stays whole: it is to be copied. */
function wrapped(text: string, columns: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= columns)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
