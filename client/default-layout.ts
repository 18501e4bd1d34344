import type { Layout } from './types.ts';

/** Of a deployment that has chosen nothing else, and of one whose release does not say its layout. */
export const DEFAULT_LAYOUT: Layout = {
  sources: ['pipeline.py', 'pipeline.sql'],
  layers: ['bronze', 'silver', 'gold'],
  prefix: '{namespace}/pipelines/{layer}/{name}/',
};
