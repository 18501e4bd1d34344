// The Idempotency-Key of what a person is about to send: the same for the same input, so that pressing again after an
// answer was lost does nothing twice, and another one for another input.
import { useRef } from 'preact/hooks';

export function useIdempotencyKey(): (input: string) => string {
  const last = useRef({ input: '', key: '' });
  return (input: string): string => {
    if (last.current.input !== input) last.current = { input, key: crypto.randomUUID() };
    return last.current.key;
  };
}
