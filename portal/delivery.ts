// How to serve the portal's files. `npm start` and CloudFront follow the same rules.

/** The paths of views, which all serve the same page. Every other path is a file or belongs to the API. */
export const PAGE_PATHS = /^\/(pipelines\/.*|activity|signed-in)?$/;

/** Packages that install the command line and the Python client; nothing of the portal. */
export const PACKAGES_PATHS = /^\/packages(\/.*)?$/;

/** A package of any version, and the index. An old version stays where an update has brought a newer one. */
export const PACKAGE_FILES =
  /^\/packages\/(index\.json|pipeline-versioning-[\d.]+\.tgz|pipeline_versioning-[\d.]+-py3-none-any\.whl)$/;

export const NO_PACKAGE = 'There is no such package here; /packages/index.json names those that there are.\n';

/** No page and no file of the portal is at these paths. */
export const API_PATHS = /^\/(api\/|_events\/|health$)/;

/**
 * Paths without a view, a file or a route of the API. A browser gets the page there, which says that nothing exists at
 * this address. Files have a dot in their name.
 */
export const NO_PAGE_PATHS = /^\/(?!api\/|_events\/|health$)[^.]*$/;

/** The issuer of tokens redirects people to this path. */
export const CALLBACK_PATH = '/signed-in';

/** The portal requests this path at sign-out. The answer makes the browser clear its cache of this origin. */
export const CLEAR_CACHE_PATH = '/clear-cache';

/** Lets a page load from and connect to its own origin, and with sign-in to the issuer of tokens. */
export function contentSecurityPolicy(issuerOrigins: readonly string[] = []): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    ['connect-src', "'self'", ...issuerOrigins].join(' '),
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');
}

export function securityHeaders(issuerOrigins: readonly string[] = []): Readonly<Record<string, string>> {
  return {
    'Content-Security-Policy': contentSecurityPolicy(issuerOrigins),
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Permissions-Policy': 'camera=(), geolocation=(), microphone=()',
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
  };
}
