// The dialogs to publish, restore and roll back. They load when somebody opens one, since most visitors only read.
import { onDemand } from '../ui/on-demand.tsx';

export const PublishDialog = onDemand(
  'the dialog to publish',
  async () => (await import('./publish-dialog.tsx')).PublishDialog,
);

export const RestoreDialog = onDemand(
  'the dialog to restore',
  async () => (await import('./restore-dialog.tsx')).RestoreDialog,
);

export const RollbackDialog = onDemand(
  'the dialog to roll back',
  async () => (await import('./rollback-dialog.tsx')).RollbackDialog,
);
