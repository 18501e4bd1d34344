// The packages of the service's own version, at /packages/. They are built when one is first asked for, beside the service.
import type { APIGatewayProxyResult } from 'aws-lambda';
import { buildPackages, type PackageFile, type PackageFiles } from '../../../cli/package/packages.ts';
import { NO_PACKAGE, PACKAGES_PATHS } from '../../../portal/delivery.ts';
import type { HttpRequest } from '../http/request.ts';

export interface Packages {
  /** `undefined` for a path outside of /packages. */
  answer(request: Pick<HttpRequest, 'method' | 'path'>): Promise<APIGatewayProxyResult | undefined>;
  /** Waits for a build that has begun. */
  close(): Promise<void>;
}

export function startPackages(build = buildPackages): Packages {
  let building: Promise<PackageFiles | undefined> | undefined;

  /** `undefined` if they cannot be built; the next request tries again. */
  async function built(): Promise<PackageFiles | undefined> {
    try {
      return await build();
    } catch (error) {
      console.error('the packages cannot be built:', error);
      building = undefined;
      return undefined;
    }
  }

  return {
    async answer({ method, path }) {
      if ((method !== 'GET' && method !== 'HEAD') || !PACKAGES_PATHS.test(path)) return undefined;
      building ??= built();
      const files = await building;
      if (files === undefined) return text(500, NOT_BUILT);
      const file = files.get(path);
      return file === undefined ? text(404, NO_PACKAGE) : sent(file);
    },
    async close() {
      await building;
    },
  };
}

const NOT_BUILT = 'The packages cannot be built: the output of the service says why.\n';

function sent({ contentType, cacheControl, body }: PackageFile): APIGatewayProxyResult {
  const headers = {
    'Content-Type': contentType,
    'Cache-Control': cacheControl,
    'X-Content-Type-Options': 'nosniff',
  };
  return { statusCode: 200, headers, body: Buffer.from(body).toString('base64'), isBase64Encoded: true };
}

function text(statusCode: number, body: string): APIGatewayProxyResult {
  const headers = {
    'Content-Type': 'text/plain; charset=utf-8',
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
  };
  return { statusCode, headers, body };
}
