// Times as people say them; --json has them exactly.
import { formatDistanceToNowStrict } from 'date-fns/formatDistanceToNowStrict';

export function relativeTime(time: string): string {
  return formatDistanceToNowStrict(new Date(time), { addSuffix: true });
}
