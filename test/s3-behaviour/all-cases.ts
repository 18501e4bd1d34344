// All cases, in the order of the table. A rule is its case's name, so it occurs once.
import type { Area } from './case.ts';
import { conditionalReads } from './cases/conditional-reads.ts';
import { conditionalWrites } from './cases/conditional-writes.ts';
import { copies } from './cases/copies.ts';
import { deleteMarkers } from './cases/delete-markers.ts';
import { deletingMany } from './cases/deleting-many.ts';
import { etags } from './cases/etags.ts';
import { integrity } from './cases/integrity.ts';
import { keys } from './cases/keys.ts';
import { listingObjects } from './cases/listing-objects.ts';
import { listingVersions } from './cases/listing-versions.ts';
import { metadata } from './cases/metadata.ts';
import { ranges } from './cases/ranges.ts';
import { versionIds } from './cases/version-ids.ts';
import { versioning } from './cases/versioning.ts';

export const areas: readonly Area[] = [
  versioning,
  versionIds,
  deleteMarkers,
  deletingMany,
  copies,
  etags,
  listingObjects,
  listingVersions,
  conditionalWrites,
  conditionalReads,
  keys,
  metadata,
  ranges,
  integrity,
];

export const cases = areas.flatMap((area) => area.cases);
