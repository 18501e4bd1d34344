// Copies a text to the clipboard, and says whether that worked.
import Check from 'lucide-preact/icons/check.mjs';
import Copy from 'lucide-preact/icons/copy.mjs';
import { useEffect, useState } from 'preact/hooks';

const SHOWN_MS = 2_000;

export function CopyButton({ text, label }: { readonly text: string; readonly label: string }) {
  const [outcome, setOutcome] = useState<'' | 'Copied' | 'The browser refused; copy it by hand'>('');

  useEffect(() => {
    if (outcome === '') return undefined;
    const timer = setTimeout(() => setOutcome(''), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [outcome]);

  async function copy(): Promise<void> {
    const isCopied = await navigator.clipboard.writeText(text).then(
      () => true,
      () => false,
    );
    setOutcome(isCopied ? 'Copied' : 'The browser refused; copy it by hand');
  }

  return (
    <button type="button" class="quiet" onClick={copy}>
      {outcome === 'Copied' ? <Check size={14} aria-hidden="true" /> : <Copy size={14} aria-hidden="true" />}
      <span aria-live="polite">{outcome || label}</span>
    </button>
  );
}
