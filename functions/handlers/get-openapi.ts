import { apiHandler } from '../http/api-handler.ts';
import { openApiDocument } from '../http/openapi.ts';
import * as operations from '../http/operations.ts';
import { routeTable } from '../http/routes.ts';
import { wireLayout } from '../wiring/layout.ts';

wireLayout();

const document = openApiDocument(routeTable);

export const handler = apiHandler(operations.getOpenApi, async () => ({ status: 200, body: document }));
