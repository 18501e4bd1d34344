// The diff of one file, line by line, with the line numbers of both sides. Content is shown as text and never parsed as
// markup.
import { useMemo, useState } from 'preact/hooks';
import { codePoint } from '../ui/code-point.ts';
import { type Hunk, hunksOf, type Line } from './patch-lines.ts';
import './patch.css';

interface Props {
  /** That of one file, as the API answers it. */
  readonly patch: string;
  readonly label: string;
  /** Shown if no line differs. */
  readonly none?: string;
  /** Shows fewer lines at first. */
  readonly isBrief?: boolean;
}

/** A longer patch shows its first lines, and the rest on a click. */
const SHOWN_LINES = 500;
const BRIEF_LINES = 40;

export function Patch({ patch, label, none = 'The content is the same.', isBrief = false }: Props) {
  const hunks = useMemo(() => hunksOf(patch), [patch]);
  const [isWhole, setWhole] = useState(false);
  if (hunks.length === 0) return <p class="faint patch-empty">{none}</p>;
  const total = hunks.reduce((sum, { lines }) => sum + lines.length, 0);
  const most = isBrief ? BRIEF_LINES : SHOWN_LINES;
  const isCut = !isWhole && total > most;
  return (
    <>
      {/* It scrolls sideways, so the keyboard must be able to get there. */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: see above */}
      <section class="patch" tabIndex={0} aria-label={`Changes in ${label}`}>
        <table>
          <thead class="visually-hidden">
            <tr>
              <th scope="col">Line before</th>
              <th scope="col">Line after</th>
              <th scope="col">Text</th>
            </tr>
          </thead>
          {(isCut ? firstLines(hunks, most) : hunks).map((hunk) => (
            <HunkRows key={hunk.head} hunk={hunk} />
          ))}
        </table>
      </section>
      {isCut && (
        <p class="patch-more">
          <button type="button" class="quiet" onClick={() => setWhole(true)}>
            Show all {total.toLocaleString('en')} lines
          </button>
        </p>
      )}
    </>
  );
}

function HunkRows({ hunk }: { readonly hunk: Hunk }) {
  return (
    <tbody>
      <tr class="hunk">
        <td colSpan={3}>{hunk.head}</td>
      </tr>
      {hunk.lines.map((line, index) => (
        <tr key={index} class={line.kind}>
          <td class="line-number">{line.before}</td>
          <td class="line-number">{line.after}</td>
          <td class="text">
            <span class="sign">{SIGNS[line.kind]}</span>
            <LineText {...line} />
            {line.hasOddEnding && (
              <span class="unseen" title="This line ends with CR LF">
                CR
              </span>
            )}
          </td>
        </tr>
      ))}
    </tbody>
  );
}

const SIGNS = { added: '+', removed: '−', same: ' ', note: ' ' };

function LineText({ text, pieces }: Line) {
  if (pieces === undefined) return <Seen text={text} />;
  return pieces.map((piece, index) =>
    piece.isChanged ? (
      <mark key={index}>
        <Seen text={piece.text} />
      </mark>
    ) : (
      <Seen key={index} text={piece.text} />
    ),
  );
}

/** Control and bidirectional characters: with them code can look different from what it does. */
const UNSEEN = /([^\P{Cc}\t]|[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069])/u;

function Seen({ text }: { readonly text: string }) {
  const [first, ...rest] = text.split(UNSEEN);
  if (rest.length === 0) return first;
  return [first, ...rest].map((piece, index) =>
    index % 2 === 0 ? (
      piece
    ) : (
      <span key={index} class="unseen">
        {codePoint(piece ?? '')}
      </span>
    ),
  );
}

function firstLines(hunks: readonly Hunk[], count: number): readonly Hunk[] {
  let left = count;
  return hunks.flatMap((hunk) => {
    const lines = hunk.lines.slice(0, left);
    left -= lines.length;
    return lines.length === 0 ? [] : [{ ...hunk, lines }];
  });
}
