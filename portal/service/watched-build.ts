// With `npm start -- --watch-portal`: the page reloads when another build is served.
const ASK_MS = 500;

export function reloadOnNewBuild(): void {
  let served: string | undefined;
  setInterval(async () => {
    const build = await fetch('/portal-build').then(
      (response) => (response.ok ? response.text() : undefined),
      () => undefined, // the service is being started again
    );
    if (served !== undefined && build !== undefined && build !== served) location.reload();
    served = build ?? served;
  }, ASK_MS);
}
