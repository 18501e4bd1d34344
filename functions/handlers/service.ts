// One service per cold start, shared by whatever this function handles.
import { wireService } from '../wiring.ts';

export const { deps, bucketName, draftRuns } = wireService();
