// The page's entry: theme, styles, sign-in where the deployment asks for it, then the views.
import './styles/tokens.css';
import './styles/base.css';
import './styles/controls.css';
import { QueryClientProvider } from '@tanstack/preact-query';
import { render } from 'preact';
import { App, beginToLoad } from './app.tsx';
import { queryClient } from './service/query-client.ts';
import { reloadOnNewBuild } from './service/watched-build.ts';
import { signedIn } from './sign-in/signed-in.ts';
import { showChosenTheme } from './ui/theme-switch.tsx';

showChosenTheme();
if (import.meta.env.WATCHED) reloadOnNewBuild();

// If it fails, it is tried again when it is shown, and says so there.
beginToLoad(location.pathname).catch(() => {});
const person = await signedIn();
render(
  <QueryClientProvider client={queryClient}>
    <App person={person} />
  </QueryClientProvider>,
  document.getElementById('app') as HTMLElement,
);
