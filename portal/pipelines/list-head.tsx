// The view's heading, with the number of listed pipelines and of all, once all are loaded.
import type { ComponentChildren } from 'preact';

interface Props {
  readonly found?: number;
  readonly all?: number;
  readonly isComplete?: boolean;
  /** The next page failed to load. */
  readonly isStuck?: boolean;
  /** Stands at the other end. */
  readonly children?: ComponentChildren;
}

export function ListHead({ found = 0, all = 0, isComplete = true, isStuck = false, children }: Props) {
  const rest = isStuck ? ', not all loaded' : ', loading more …';
  return (
    <div class="list-head">
      <h1>Pipelines</h1>
      <p class="faint" role="status">
        {all > 0 && countOf(found, all)}
        {!isComplete && rest}
      </p>
      <span class="spread" />
      {children}
    </div>
  );
}

/** `12 of 2,000 pipelines` */
export function countOf(found: number, all: number): string {
  const number = (value: number) => value.toLocaleString('en');
  const among = found === all ? '' : `${number(found)} of `;
  return `${among}${number(all)} ${all === 1 ? 'pipeline' : 'pipelines'}`;
}
