// The icons one by one, as build.ts resolves them. Not in portal/env.d.ts: what checks the rest of the project reads that file
// too, and Preact's types would bring the browser's in.
declare module 'lucide-preact/icons/*.mjs' {
  const icon: import('lucide-preact').LucideIcon;
  export default icon;
}
