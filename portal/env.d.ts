// What build.ts puts in.
interface ImportMeta {
  readonly env: { readonly WATCHED: boolean };
}

declare module '*.css';
