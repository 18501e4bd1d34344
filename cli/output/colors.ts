// Whether a stream gets colours: terminals do, unless NO_COLOR or --no-color is said; pipes do not, unless FORCE_COLOR
// is. picocolors' own rule would colour pipes wherever CI is set. https://no-color.org
import picocolors from 'picocolors';

export type Colors = ReturnType<typeof picocolors.createColors>;

export function colorsOf(
  stream: { readonly isTTY?: boolean },
  { NO_COLOR, FORCE_COLOR, TERM }: NodeJS.ProcessEnv,
  allowed: boolean,
): Colors {
  const wanted = FORCE_COLOR ? FORCE_COLOR !== '0' : stream.isTTY === true && TERM !== 'dumb';
  return picocolors.createColors(allowed && !NO_COLOR && wanted);
}
