// In the package, the place of cli/package/packages.ts: the packages as infra/package/build.ts has built them.
import type { PackageFiles } from '../../cli/package/packages.ts';
import { unpackFiles } from './packed-files.ts';

export const buildPackagesSync = (): PackageFiles => unpackFiles('packages.json');
