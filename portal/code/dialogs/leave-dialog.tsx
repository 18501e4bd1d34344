// Asks whether to keep or discard unsaved text before the person leaves the Code tab.
import { Dialog } from '../../ui/dialog.tsx';

export type LeaveAnswer = 'stay' | 'keep' | 'discard';

interface Props {
  readonly paths: readonly string[];
  readonly onAnswer: (answer: LeaveAnswer) => void;
}

export function LeaveDialog({ paths, onAnswer }: Props) {
  return (
    <Dialog title="There is unsaved text" onClose={() => onAnswer('stay')}>
      <p>What you have typed into these files is not saved yet:</p>
      <ul class="unsaved">
        {paths.map((path) => (
          <li key={path} class="path">
            {path}
          </li>
        ))}
      </ul>
      <div class="actions">
        <button type="button" class="primary" onClick={() => onAnswer('stay')}>
          Stay
        </button>
        <button type="button" onClick={() => onAnswer('keep')}>
          Leave, keep my text in this tab
        </button>
        <button type="button" class="danger" onClick={() => onAnswer('discard')}>
          Leave and discard
        </button>
      </div>
    </Dialog>
  );
}
