// The dialogs to publish, restore and roll back. They load when somebody opens one, since most visitors only read.
import { onDemandAhead } from '../ui/on-demand.tsx';

export const PublishDialog = onDemandAhead(
  'the dialog to publish',
  async () => (await import('./publish-dialog.tsx')).PublishDialog,
);

export const RestoreDialog = onDemandAhead(
  'the dialog to restore',
  async () => (await import('./restore-dialog.tsx')).RestoreDialog,
);

export const RollbackDialog = onDemandAhead(
  'the dialog to roll back',
  async () => (await import('./rollback-dialog.tsx')).RollbackDialog,
);
