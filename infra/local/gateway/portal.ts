// The portal beside the API, on its origin: built in memory when a page or a file is first asked for. Watched, it is built
// again when its sources change, and open pages reload.
import { watch } from 'node:fs/promises';
import { join } from 'node:path';
import type { APIGatewayProxyResult } from 'aws-lambda';
import {
  BUILD_ID_PATH,
  buildPortal,
  PAGE,
  type PortalFile,
  type PortalFiles,
} from '../../../portal/build.ts';
import { API_PATHS, NO_PAGE_PATHS, PAGE_PATHS, securityHeaders } from '../../../portal/delivery.ts';
import type { HttpRequest } from '../http/request.ts';

export interface Portal {
  /** `undefined` for a path of the API. */
  answer(request: HttpRequest): Promise<APIGatewayProxyResult | undefined>;
  close(): Promise<void>;
}

const SOURCES = [join(import.meta.dirname, '../../../portal'), join(import.meta.dirname, '../../../client')];

export interface PortalOptions {
  readonly watched: boolean;
  readonly build?: typeof buildPortal;
}

export function startPortal({ watched, build: makeBuild = buildPortal }: PortalOptions): Portal {
  let build = 0;
  let building: Promise<PortalFiles | string> | undefined;
  const stopped = new AbortController();

  /** The message if the sources cannot be built: the page shows it. */
  function built(): Promise<PortalFiles | string> {
    return makeBuild({ watched }).catch((error: unknown) => {
      console.error('the portal cannot be built:', error);
      return error instanceof Error ? error.message : String(error);
    });
  }

  async function rebuildOnChange(folder: string): Promise<void> {
    try {
      for await (const _ of watch(folder, { recursive: true, signal: stopped.signal })) {
        build += 1;
        building = undefined;
      }
    } catch (error) {
      if (!stopped.signal.aborted) throw error;
    }
  }

  const watching = watched ? SOURCES.map(rebuildOnChange) : [];

  return {
    async answer({ method, path, headers }) {
      if ((method !== 'GET' && method !== 'HEAD') || API_PATHS.test(path)) return undefined;
      if (watched && path === BUILD_ID_PATH) return text(200, String(build));
      if (path === '/config.json') return sent({ ...json, body: new TextEncoder().encode('{}') });
      building ??= built();
      const files = await building;
      if (typeof files === 'string')
        return PAGE_PATHS.test(path) ? text(500, `The portal cannot be built:\n\n${files}\n`) : undefined;
      const file = PAGE_PATHS.test(path) ? files.get(PAGE) : files.get(path);
      if (file !== undefined) return sent(file);
      const isLost = headers.accept?.includes('text/html') && NO_PAGE_PATHS.test(path);
      return isLost ? { ...sent(files.get(PAGE) as PortalFile), statusCode: 404 } : undefined;
    },
    async close() {
      stopped.abort();
      await Promise.all([building, ...watching]);
    },
  };
}

const json = { contentType: 'application/json', cacheControl: 'no-cache' };

function sent({ contentType, cacheControl, body }: PortalFile): APIGatewayProxyResult {
  return {
    statusCode: 200,
    headers: { ...securityHeaders(), 'Content-Type': contentType, 'Cache-Control': cacheControl },
    body: Buffer.from(body).toString('base64'),
    isBase64Encoded: true,
  };
}

function text(statusCode: number, body: string): APIGatewayProxyResult {
  const headers = { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' };
  return { statusCode, headers: { ...securityHeaders(), ...headers }, body };
}
