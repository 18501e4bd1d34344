// One service per cold start.
import { wireService } from '../wiring.ts';

export const { deps, lifecycle, bucketName, draftRuns } = wireService();
