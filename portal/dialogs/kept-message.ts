// A message that has been begun outlives its dialog, a reload and a lost connection. It is this tab's alone.
import { useState } from 'preact/hooks';

export function useKeptMessage(key: string) {
  const [message, setMessage] = useState(() => sessionStorage.getItem(key) ?? '');
  return {
    message,
    write(text: string): void {
      sessionStorage.setItem(key, text);
      setMessage(text);
    },
    forget: () => sessionStorage.removeItem(key),
  };
}
