// Opens an address in the person's browser.

/** Does nothing on a machine without a browser: the address is printed beside it. */
export async function showInBrowser(url: string): Promise<void> {
  const { default: open } = await import('open');
  await open(url).catch(() => undefined);
}
