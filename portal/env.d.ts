// What build.ts puts in.
interface ImportMeta {
  readonly env: { readonly WATCHED: boolean };
}

declare module '*.css';

declare module 'lucide-preact/icons/*.mjs' {
  const icon: import('lucide-preact').LucideIcon;
  export default icon;
}
