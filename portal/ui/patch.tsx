// What `git diff` says of one file, line by line, with the line numbers of both sides. The text is text, whatever is
// in the file.
import { parsePatch, type StructuredPatchHunk } from 'diff';
import './patch.css';

interface Line {
  readonly kind: 'added' | 'removed' | 'same' | 'note';
  readonly before?: number;
  readonly after?: number;
  readonly text: string;
}

/** `patch` as the API gives it: of one file. */
export function Patch({ patch, label }: { readonly patch: string; readonly label: string }) {
  const hunks = parsePatch(patch).flatMap((file) => file.hunks);
  if (hunks.length === 0) return <p class="faint patch-empty">The content is the same.</p>;
  return (
    // It scrolls sideways, so the keyboard must be able to get there.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
    <section class="patch" tabIndex={0} aria-label={`Changes in ${label}`}>
      <table>
        <thead class="visually-hidden">
          <tr>
            <th scope="col">Line before</th>
            <th scope="col">Line after</th>
            <th scope="col">Text</th>
          </tr>
        </thead>
        {hunks.map((hunk) => (
          <Hunk key={`${hunk.oldStart} ${hunk.newStart}`} hunk={hunk} />
        ))}
      </table>
    </section>
  );
}

function Hunk({ hunk }: { readonly hunk: StructuredPatchHunk }) {
  return (
    <tbody>
      <tr class="hunk">
        <td colSpan={3}>{`@@ -${hunk.oldStart},${hunk.oldLines} +${hunk.newStart},${hunk.newLines} @@`}</td>
      </tr>
      {linesOf(hunk).map((line, index) => (
        <tr key={index} class={line.kind}>
          <td class="line-number">{line.before}</td>
          <td class="line-number">{line.after}</td>
          <td class="text">
            <span class="sign">{SIGNS[line.kind]}</span>
            {line.text}
          </td>
        </tr>
      ))}
    </tbody>
  );
}

const SIGNS = { added: '+', removed: '−', same: ' ', note: ' ' };

function linesOf({ oldStart, newStart, lines }: StructuredPatchHunk): readonly Line[] {
  let before = oldStart;
  let after = newStart;
  return lines.map((line): Line => {
    const text = line.slice(1);
    switch (line[0]) {
      case '+':
        return { kind: 'added', after: after++, text };
      case '-':
        return { kind: 'removed', before: before++, text };
      case '\\':
        return { kind: 'note', text: line.slice(2) };
      default:
        return { kind: 'same', before: before++, after: after++, text };
    }
  });
}
