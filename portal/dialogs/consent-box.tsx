// A box that somebody ticks before a dialog does what it warns of.
import type { ComponentChildren } from 'preact';

interface Props {
  readonly isTicked: boolean;
  readonly onTick: (isTicked: boolean) => void;
  readonly children: ComponentChildren;
}

export function ConsentBox({ isTicked, onTick, children }: Props) {
  return (
    <label>
      <input
        type="checkbox"
        checked={isTicked}
        onChange={({ currentTarget }) => onTick(currentTarget.checked)}
      />{' '}
      {children}
    </label>
  );
}
