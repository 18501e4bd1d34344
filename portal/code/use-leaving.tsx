// Asks before the person leaves the Code tab with unsaved text, and marks the window's title with a dot. Moving between
// files does not count as leaving.
import { useEffect, useState } from 'preact/hooks';
import { addressOf } from '../service/addresses.ts';
import { guardLeaving } from '../service/leaving.ts';
import { type PipelineId, pathOf } from '../service/pipeline-id.ts';
import { markTitle } from '../ui/title.ts';
import { type LeaveAnswer, LeaveDialog } from './dialogs/leave-dialog.tsx';
import { unsavedTexts, useUnsavedPaths } from './files/unsaved-texts.ts';

/** Returns the dialog while it is open. */
export function useLeaving(id: PipelineId) {
  const unsaved = useUnsavedPaths(id);
  const [asked, setAsked] = useState<(mayLeave: boolean) => void>();
  const isNeeded = unsaved.size > 0;

  // The pipeline is its path
  useEffect(() => {
    if (!isNeeded) return undefined;
    const code = addressOf(id, 'code');
    return guardLeaving({
      leaves: ({ pathname }) => pathname !== code,
      ask: () => new Promise((resolve) => setAsked(() => resolve)),
    });
  }, [isNeeded, pathOf(id)]);

  useEffect(() => {
    if (!isNeeded) return undefined;
    markTitle(true);
    return () => markTitle(false);
  }, [isNeeded]);

  function answer(given: LeaveAnswer): void {
    setAsked(undefined);
    asked?.(given !== 'stay');
    if (given === 'discard') unsavedTexts(id).drop(...unsaved);
  }
  return asked && <LeaveDialog paths={[...unsaved]} onAnswer={answer} />;
}
