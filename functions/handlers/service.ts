// The whole service, once per cold start.
import { wireService } from '../wiring/service.ts';
import { config, versions } from './versions.ts';

export const { deps, lifecycle } = wireService({ versions, config });
