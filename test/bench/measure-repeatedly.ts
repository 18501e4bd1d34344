// One request again and again, nothing else going on.
import type { Sizes } from './run-round.ts';
import { createRecorder, type Meters, type Series } from './series.ts';

export async function measureRepeatedly(
  name: string,
  request: () => Promise<unknown>,
  { samples, warmUps }: Pick<Sizes, 'samples' | 'warmUps'>,
  meters?: Meters,
): Promise<Series> {
  const recorder = createRecorder(meters);
  for (let n = 0; n < warmUps; n++) await request();
  for (let n = 0; n < samples; n++) await recorder.time(request);
  return recorder.series(name);
}
