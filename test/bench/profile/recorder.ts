// Loaded into the service that is profiled (node --import): the first SIGUSR2 begins a CPU profile, the second writes it to
// the file in PROFILE_FILE. Under another name first, so that whoever waits for the file finds it whole.
import { renameSync, writeFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';
import { isMainThread } from 'node:worker_threads';

const INTERVAL_MICROSECONDS = 200;

const file = String(process.env.PROFILE_FILE);
const session = new Session();

async function begin(): Promise<void> {
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.setSamplingInterval', { interval: INTERVAL_MICROSECONDS });
  await session.post('Profiler.start');
  process.once('SIGUSR2', end);
  writeFileSync(`${file}.begun`, '');
}

async function end(): Promise<void> {
  const { profile } = await session.post('Profiler.stop');
  writeFileSync(`${file}.part`, JSON.stringify(profile));
  renameSync(`${file}.part`, file);
}

// Threads of the service load this, too.
if (isMainThread) process.once('SIGUSR2', begin);
