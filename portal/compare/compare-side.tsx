// Chooses one side of a comparison: the draft, the current version, or a version by its number.
import { useId } from 'preact/hooks';

interface Props {
  readonly label: string;
  readonly side: string;
  readonly latest: number | null;
  readonly onChange: (side: string) => void;
}

export function CompareSide({ label, side, latest, onChange }: Props) {
  const id = useId();
  const numbers = Array.from({ length: latest ?? 0 }, (_, index) => String((latest ?? 0) - index));
  const known = ['draft', 'current', ...numbers];
  return (
    <span class="compare-side">
      <label for={id}>{label}</label>
      <select id={id} value={side} onChange={({ currentTarget }) => onChange(currentTarget.value)}>
        {/* An address may say anything; the service says what is wrong with it. */}
        {!known.includes(side) && <option value={side}>{side}</option>}
        <option value="draft">Draft</option>
        <option value="current">{latest === null ? 'Current (none yet)' : `Current (v${latest})`}</option>
        {numbers.map((number) => (
          <option key={number} value={number}>
            v{number}
          </option>
        ))}
      </select>
    </span>
  );
}
