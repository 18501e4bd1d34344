// Rules of a service of AWS's as data, and the parts of a page about them: where a rule comes from, and where another
// server is known to differ.

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

/** Characters that show nothing are written as escapes. */
const visible = (text: string): string =>
  text.replace(/[\p{Cc}\p{Cn}\p{Cs}]/gu, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);

export const inCell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

export function code(text: string): string {
  const fence = text.includes('`') ? '``' : '`';
  return inCell(`${fence}${visible(text)}${fence}`);
}

export const link = ({ kind, label, url }: Source): string =>
  kind === 'documented' ? `[${label}](${url})` : `measured: [${label}](${url})`;

/** Numbers the footnotes of the page; one that comes again keeps its number. */
export function footnotes() {
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

export const outcomeCell = (difference: Difference | undefined, notes: Footnotes): string =>
  difference ? code(difference.outcome) + (difference.why ? notes.add(difference.why) : '') : '✓';
