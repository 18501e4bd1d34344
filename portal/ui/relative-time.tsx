// “3 hours ago”, with the exact time on hover. It updates itself.
import { intlFormatDistance } from 'date-fns/intlFormatDistance';
import { useEffect, useState } from 'preact/hooks';

const MINUTE_MS = 60_000;
const exact = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'long' });

export function RelativeTime({ time }: { readonly time: string }) {
  const now = useNow();
  return (
    <time datetime={time} title={exact.format(new Date(time))}>
      {relative(new Date(time), now)}
    </time>
  );
}

/** Clocks differ, so a time in the future is shown as “just now”. */
export function relative(time: Date, now: Date): string {
  if (now.getTime() - time.getTime() < MINUTE_MS) return 'just now';
  return intlFormatDistance(time, now, { locale: 'en', numeric: 'always', style: 'long' });
}

function useNow(): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const ticking = setInterval(() => setNow(new Date()), MINUTE_MS / 2);
    return () => clearInterval(ticking);
  }, []);
  return now;
}
