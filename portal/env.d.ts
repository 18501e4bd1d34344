// What build.ts puts in.
interface ImportMeta {
  readonly env: {
    readonly WATCHED: boolean;
    /** Of the service, and so of the packages that it hands out. */
    readonly VERSION: string;
  };
}

declare module '*.css';

interface Navigator {
  /** In some browsers: https://wicg.github.io/netinfo/ */
  readonly connection?: { readonly saveData: boolean };
}
