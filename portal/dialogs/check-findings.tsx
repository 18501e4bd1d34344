// What checks have found in what is about to become visible, and the choice to go on all the same.
import type { Checks, Finding } from '../../client/types.ts';
import './check-findings.css';
import { ConsentBox } from './consent-box.tsx';

interface Props {
  readonly checks: Checks;
  readonly isAllowed: boolean;
  readonly onAllow: (isAllowed: boolean) => void;
  /** What is done all the same. */
  readonly action?: string;
}

export function CheckFindings({ checks, isAllowed, onAllow, action = 'Publish' }: Props) {
  const { files, more, valid, message } = checks;
  if (files.length === 0 && valid) return null;
  return (
    <section class="check-findings" aria-label="Checks">
      <ul>
        {files.flatMap(({ path, errors, warnings }) => [
          ...errors.map((one) => <Row key={keyOf(path, one)} path={path} level="error" finding={one} />),
          ...warnings.map((one) => <Row key={keyOf(path, one)} path={path} level="warning" finding={one} />),
        ])}
      </ul>
      {more > 0 && <p class="faint">and {more} more</p>}
      {message && <p>{message}</p>}
      {!valid && (
        <ConsentBox isTicked={isAllowed} onTick={onAllow}>
          {action} although checks fail
        </ConsentBox>
      )}
    </section>
  );
}

interface RowProps {
  readonly path: string;
  readonly level: 'error' | 'warning';
  readonly finding: Finding;
}

function Row({ path, level, finding: { line, column, message, rule } }: RowProps) {
  return (
    <li>
      <span class={`badge ${level === 'error' ? 'failed' : 'changed'}`}>{level}</span>{' '}
      <span class="path">{line === null ? path : `${path}:${line}:${column}`}</span> {message}{' '}
      <span class="faint">{rule}</span>
    </li>
  );
}

function keyOf(path: string, { rule, line, column }: Finding): string {
  return JSON.stringify([path, rule, line, column]);
}
