import { format as formatDate } from 'date-fns/format';

/** `2026-11-20 10:00:00`, by the clock of the machine. A line of yesterday is not one of today. */
export function localTime(time: Date): string {
  return formatDate(time, 'yyyy-MM-dd HH:mm:ss');
}
