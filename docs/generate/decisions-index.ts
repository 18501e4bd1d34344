// The index at the top of decisions.md: one line for each entry, under the heading of its section.
import GithubSlugger from 'github-slugger';

const BEGIN = '<!-- index: made by npm run generate -->';
const END = '<!-- /index -->';

/** `markdown` with its index as its headings are now. Throws if the index has no place in it. */
export function withIndex(markdown: string): string {
  const [before, rest] = splitAt(markdown, BEGIN);
  const [, entries] = splitAt(rest, END);
  return `${before}${BEGIN}\n${indexOf(entries)}\n${END}${entries}`;
}

function indexOf(entries: string): string {
  const slugger = new GithubSlugger();
  const headings = [...entries.matchAll(/^(##|###) (.+)$/gm)];
  return headings
    .map(([, level, title = '']) => {
      const anchor = slugger.slug(title);
      return level === '##' ? `\n**${title}**\n` : `- [${title}](#${anchor})`;
    })
    .join('\n');
}

function splitAt(text: string, marker: string): readonly [string, string] {
  const index = text.indexOf(marker);
  if (index === -1) throw new Error(`The marker ${marker} is missing.`);
  return [text.slice(0, index), text.slice(index + marker.length)];
}
