// An unfinished message survives closing the dialog, a reload and a lost connection. Other tabs do not see it.
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
