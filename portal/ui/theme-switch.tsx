// Switches between light, dark and the system's theme, and stores the choice in this browser.
import Monitor from 'lucide-preact/icons/monitor.mjs';
import Moon from 'lucide-preact/icons/moon.mjs';
import Sun from 'lucide-preact/icons/sun.mjs';
import { useState } from 'preact/hooks';

const THEMES = ['system', 'light', 'dark'] as const;
type Theme = (typeof THEMES)[number];
const KEY = 'theme';
const icons = { system: Monitor, light: Sun, dark: Moon };

function chosen(): Theme {
  const kept = localStorage.getItem(KEY);
  return THEMES.find((theme) => theme === kept) ?? 'system';
}

function show(theme: Theme): void {
  document.documentElement.dataset.theme = theme;
}

/** Call it before the first render. */
export const showChosenTheme = () => show(chosen());

export function ThemeSwitch() {
  const [theme, setTheme] = useState(chosen);
  const next = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? 'system';
  const Icon = icons[theme];

  function choose(): void {
    localStorage.setItem(KEY, next);
    show(next);
    setTheme(next);
  }

  return (
    <button type="button" class="quiet icon" onClick={choose} title={`Theme: ${theme}; switch to ${next}`}>
      <Icon size={16} aria-hidden="true" />
      <span class="visually-hidden">{`Theme: ${theme}; switch to ${next}`}</span>
    </button>
  );
}
