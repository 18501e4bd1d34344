// Which licences a dependency may have, by SPDX expression. MPL-2.0 is that of tools, whose files nobody
// changes here; CC-BY-4.0 is that of tables which such tools read.

const ALLOWED = new Set([
  ...['MIT', 'MIT-0', 'ISC', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', '0BSD', 'BlueOak-1.0.0'],
  ...['Python-2.0', 'PSF-2.0', 'Unlicense', 'MPL-2.0', 'CC-BY-4.0'],
]);

/** A component of a CycloneDX document. */
export interface Licensed {
  readonly name: string;
  readonly licenses?: readonly {
    readonly license?: { readonly id?: string; readonly name?: string };
    readonly expression?: string;
  }[];
}

export function licenceOf({ licenses = [] }: Licensed): string {
  const all = licenses.map(({ license, expression }) => license?.id ?? license?.name ?? expression ?? '?');
  return all.length === 0 ? 'none' : all.join(' AND ');
}

/** Where one may choose, one of the choices is enough. */
export function isAllowed(licence: string): boolean {
  return licence.split(' AND ').every((one) =>
    one
      .replaceAll(/[()]/g, '')
      .split(' OR ')
      .some((choice) => ALLOWED.has(choice)),
  );
}
