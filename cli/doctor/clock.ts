// The clock of this machine beside the service's: signatures and tokens are refused when they differ by minutes.
import { type Finding, fail, ok, warn } from './finding.ts';

const WARN_SECONDS = 30;
/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html */
const FAIL_SECONDS = 300;

export function clockFinding(date: string, now: number): Finding {
  const theirs = Date.parse(date);
  if (Number.isNaN(theirs)) return warn('clock', 'the service does not say its time', 'Nothing to do.');
  const seconds = Math.round(Math.abs(now - theirs) / 1000);
  const text = `${seconds} s ${now < theirs ? 'behind' : 'ahead of'} the service's`;
  const advice = 'Set the clock of this machine.';
  if (seconds >= FAIL_SECONDS) return fail('clock', text, advice);
  if (seconds >= WARN_SECONDS) return warn('clock', text, advice);
  return ok('clock', "as the service's");
}
