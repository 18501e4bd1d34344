// The version of the package, as /health says it. An import of package.json would put all of that file into the bundle.
export const RELEASE = '0.1.0';
