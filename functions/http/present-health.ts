// Health as it goes over the wire (replies.ts): what is empty is left out.
import type { Health } from '../usecases/check-health.ts';
import { presentLayout } from './present-layout.ts';

export function presentHealth({ causes, reasons, harmfulRules, notChecked }: Health, version: string) {
  return {
    status: causes.length === 0 ? 'ok' : 'degraded',
    version,
    layout: presentLayout(),
    ...(causes.length > 0 && { reason: reasons.join(' '), causes }),
    ...(harmfulRules.length > 0 && {
      lifecycle_rules: harmfulRules.map(({ id, effects }) => ({ id, effects })),
    }),
    ...(notChecked.length > 0 && { not_checked: notChecked }),
  };
}
