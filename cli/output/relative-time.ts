// Times as people say them; a pipe and --json have them exactly.
import { formatDistanceToNowStrict } from 'date-fns/formatDistanceToNowStrict';
import type { Screen } from './screen.ts';

export function relativeTime(time: string, { columns }: Screen): string {
  return columns === null ? time : formatDistanceToNowStrict(new Date(time), { addSuffix: true });
}
