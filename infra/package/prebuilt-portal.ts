// In the package, the place of portal/build.ts: the portal as infra/package/build.ts has built it.
import type * as portal from '../../portal/build.ts';
import { unpackFiles } from './packed-files.ts';

export const PAGE: typeof portal.PAGE = '/index.html';

export const buildPortalSync = (): portal.PortalFiles => unpackFiles('portal.json');
