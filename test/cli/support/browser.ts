// A person with a browser: follows redirects, keeps cookies, and fills in the issuer's form.

export interface Visited {
  readonly status: number;
  readonly text: string;
  readonly url: string;
}

/** Signs in by that name, or declines. Ends where the issuer sends it back to, an address that `change` may alter. */
export async function signInAs(
  name: string | null,
  address: string,
  change: (back: URL) => URL = (back) => back,
): Promise<Visited> {
  const jar = new Map<string, string>();

  async function visit(url: URL, form?: URLSearchParams): Promise<Visited> {
    const isBack = url.pathname === '/callback';
    const target = isBack ? change(url) : url;
    const cookie = [...jar].map((pair) => pair.join('=')).join('; ');
    const response = await fetch(target, {
      ...(form && { method: 'POST', body: form }),
      headers: isBack ? {} : { cookie },
      redirect: 'manual',
    });
    for (const line of response.headers.getSetCookie()) {
      const [, key = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      jar.set(key, value);
    }
    const next = response.headers.get('location');
    if (next !== null) return visit(new URL(next, url));
    const text = await response.text();
    if (!url.pathname.startsWith('/interaction/')) return { status: response.status, text, url: target.href };
    return visit(url, new URLSearchParams(name === null ? { decline: '' } : { name }));
  }

  return visit(new URL(address));
}
