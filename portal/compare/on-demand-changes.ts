// The list of changed files. It loads once there are some: most visits find none.
import { onDemandAhead } from '../ui/on-demand.tsx';

export const FileChanges = onDemandAhead(
  'the list of changes',
  async () => (await import('./file-changes.tsx')).FileChanges,
);
