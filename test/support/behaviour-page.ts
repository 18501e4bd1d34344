// Rules of a service of AWS's as data, and the page about them: where a rule comes from, and where another server is
// known to differ.

/** A page of AWS's documentation or, where AWS is silent, somebody's measurement on AWS. */
export interface Source {
  readonly kind: 'documented' | 'measured';
  readonly label: string;
  readonly url: string;
}

export interface Difference {
  readonly outcome: string;
  readonly why?: string;
}

/** What a case about any service has. */
export interface Rule {
  /** One sentence, in AWS's terms. */
  readonly rule: string;
  readonly source: Source;
  /** What AWS says, never adapted to what a server does. */
  readonly expected: string;
  /** Which of our own rules stands on this one, and what we do where a server differs. */
  readonly reliedOn?: string;
}

export interface AreaOf<Case extends Rule> {
  readonly name: string;
  readonly cases: readonly Case[];
}

/** Characters that show nothing are written as escapes. */
const visible = (text: string): string =>
  text.replace(/[\p{Cc}\p{Cn}\p{Cs}]/gu, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);

const inCell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

function code(text: string): string {
  const fence = text.includes('`') ? '``' : '`';
  return inCell(`${fence}${visible(text)}${fence}`);
}

const link = ({ kind, label, url }: Source): string =>
  kind === 'documented' ? `[${label}](${url})` : `measured: [${label}](${url})`;

/** Numbers the footnotes of the page; one that comes again keeps its number. */
function footnotes() {
  const notes: string[] = [];
  return {
    add(text: string): string {
      const known = notes.indexOf(text) + 1;
      return `[^${known || notes.push(text)}]`;
    },
    render: (): string => notes.map((text, index) => `[^${index + 1}]: ${text}`).join('\n'),
  };
}

export type Footnotes = ReturnType<typeof footnotes>;

const outcomeCell = (difference: Difference | undefined, notes: Footnotes): string =>
  difference ? code(difference.outcome) + (difference.why ? notes.add(difference.why) : '') : '✓';

interface Page<Case extends Rule> {
  readonly introduction: string;
  readonly areas: readonly AreaOf<Case>[];
  /** The heads of the servers' columns, each with how it differs. */
  readonly servers: Readonly<Record<string, (example: Case) => Difference | undefined>>;
  /** What else stands behind a rule, before what relies on it. */
  readonly remark?: (example: Case, notes: Footnotes) => string;
}

/** A table for each area, and a footnote for each reason. */
export function renderPage<Case extends Rule>({ introduction, areas, servers, remark }: Page<Case>): string {
  const notes = footnotes();
  const heads = ['Rule', 'AWS', ...Object.keys(servers)];
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const row = (example: Case) => {
    const { rule, source, expected, reliedOn } = example;
    const relied = reliedOn ? ` **We rely on this:** ${inCell(reliedOn)}` : '';
    return line([
      `${inCell(rule)}${remark?.(example, notes) ?? ''}${relied}`,
      `${code(expected)} (${link(source)})`,
      ...Object.values(servers).map((difference) => outcomeCell(difference(example), notes)),
    ]);
  };
  const head = [line(heads), line(heads.map(() => '---'))];
  const sections = areas.map(({ name, cases }) => [`## ${name}\n`, ...head, ...cases.map(row)].join('\n'));
  return `${[introduction, ...sections].join('\n\n').replace(/\n{3,}/g, '\n\n')}\n\n${notes.render()}\n`;
}
