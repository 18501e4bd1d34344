// Functions that know no store learn the layout from their own environment, each in a process of its own.
import { beforeEach, expect, test, vi } from 'vitest';
import { lambdaContext } from '../../infra/local/lambda/context.ts';
import { loadProxyHandler } from '../../infra/local/lambda/handlers.ts';
import { fixture } from './fixtures.ts';

beforeEach(() => {
  vi.resetModules();
  vi.stubEnv('PIPELINES_LAYERS', 'raw,curated');
});

test.each([
  ['get-openapi', '/api/v1/openapi.json', '"enum":["raw","curated"]'],
  ['get-me', '/api/v1/me', '"layers":["raw","curated"]'],
])('%s answers the layers of the deployment', async (name, path, said) => {
  const handler = await loadProxyHandler(name);

  const { statusCode, body } = await handler({ ...fixture('list-pipelines'), path }, lambdaContext(name));

  expect(statusCode).toBe(200);
  expect(body).toContain(said);
});
