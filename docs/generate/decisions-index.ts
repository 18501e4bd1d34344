// The index at the top of decisions.md: one line for each entry, under the heading of its section.
import GithubSlugger from 'github-slugger';
import { betweenMarkers } from './between-markers.ts';

const MARKERS = ['<!-- index: made by npm run generate -->', '<!-- /index -->'] as const;

/** `markdown` with its index as its headings are now. Throws if the index has no place in it. */
export function withIndex(markdown: string): string {
  return betweenMarkers(markdown, MARKERS, (entries) => `\n${indexOf(entries)}\n`);
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
