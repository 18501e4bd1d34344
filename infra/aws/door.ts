// One way in: a REST API whose methods lead to the functions of the route table's rows, and every other request to one
// more. Two doors can lead to the same functions (api.ts).
import type { LambdaIntegration, MethodOptions, RestApi } from 'aws-cdk-lib/aws-apigateway';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { methodsOf, type Route } from '../../functions/http/route.ts';
import type { Settings } from '../settings.ts';
import type { AccessLog } from './access-log.ts';
import { addGatewayErrors } from './gateway-errors.ts';
import { onlyThrough } from './private-endpoint.ts';
import { restApi } from './rest-api.ts';

export interface Handlers {
  readonly ofRoutes: ReadonlyMap<Route, LambdaFunction>;
  readonly noRoute: LambdaFunction;
}

export interface DoorProps {
  /** Of the API: AWS counts requests by it. */
  readonly name: string;
  /** Who may call. */
  readonly methods: MethodOptions;
  readonly handlers: Handlers;
  readonly integration: (fn: LambdaFunction) => LambdaIntegration;
  readonly accessLog: AccessLog;
  /** Its `authorizer` is this door's. */
  readonly settings: Settings;
}

export function door(scope: Construct, props: DoorProps): RestApi {
  const { name, methods, accessLog, settings } = props;
  const api = restApi(scope, 'RestApi', { name, accessLog, settings });
  addGatewayErrors(api, settings);
  addMethods(api, props);
  if (settings.vpcEndpointIds !== undefined) {
    for (const statement of onlyThrough(settings.vpcEndpointIds, methods)) api.addToResourcePolicy(statement);
  }
  return api;
}

/**
 * API Gateway looks for a path and method together, so the greedy path takes unknown paths and the other methods of known
 * ones: https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-settings-method-request.html
 */
function addMethods(api: RestApi, { methods, handlers, integration }: DoorProps): void {
  for (const [route, fn] of handlers.ofRoutes) {
    const resource = api.root.resourceForPath(route.path);
    for (const method of methodsOf(route)) resource.addMethod(method, integration(fn), methods);
  }
  const noRoute = integration(handlers.noRoute);
  for (const resource of [api.root, api.root.addResource('{proxy+}')]) {
    resource.addMethod('ANY', noRoute, methods);
  }
}
