// The REST API: one function for each row of the route table, with the rights that the row names, behind the methods
// that the row answers; and one function for every other request.
import { Duration } from 'aws-cdk-lib';
import { LambdaIntegration, type MethodOptions, type RestApi } from 'aws-cdk-lib/aws-apigateway';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { methodsOf, type Route } from '../../functions/http/route.ts';
import { routes, routeTable } from '../../functions/http/routes.ts';
import type { Settings } from '../settings.ts';
import { AccessLog } from './access-log.ts';
import { authorization, type Tokens } from './authorizers.ts';
import { addGatewayErrors } from './gateway-errors.ts';
import { onlyThrough } from './private-endpoint.ts';
import { restApi } from './rest-api.ts';
import { serviceFunction } from './service-function.ts';
import type { Storage } from './storage.ts';

/**
 * API Gateway waits for 29 s, the start of a cold function included, which Lambda does not count: a function that ends
 * before can still say what happened.
 */
const TIMEOUT = Duration.seconds(26);

export interface ApiProps {
  readonly storage: Storage;
  readonly settings: Settings;
}

export class Api extends Construct {
  readonly accessLog: AccessLog;
  readonly functions: ReadonlyMap<Route, LambdaFunction>;
  readonly restApi: RestApi;
  /** Of `authorizer=cognito` and `oidc`. */
  readonly tokens: Tokens | undefined;
  readonly #settings: Settings;

  constructor(scope: Construct, id: string, { storage, settings }: ApiProps) {
    super(scope, id);
    this.#settings = settings;
    this.accessLog = new AccessLog(this, 'AccessLog', { settings });
    const api = restApi(this, 'RestApi', this.accessLog, settings);
    addGatewayErrors(api, settings);

    const { methods, tokens } = authorization(this, settings);
    this.functions = new Map(routeTable.map((route) => [route, this.#addRoute(api, methods, route)]));
    for (const [{ needs }, fn] of this.functions) storage.bind(fn, needs);
    this.#addNoRoute(api, methods);
    if (settings.vpcEndpointIds !== undefined) {
      for (const statement of onlyThrough(settings.vpcEndpointIds, methods))
        api.addToResourcePolicy(statement);
    }
    this.restApi = api;
    this.tokens = tokens;
  }

  #addRoute(api: RestApi, methods: MethodOptions, route: Route): LambdaFunction {
    const fn = this.#handler(route.operationId, route.handler, route.summary);
    if (route === routes.getDraftManifest && this.#settings.draftRuns)
      fn.addEnvironment('PIPELINES_DRAFT_RUNS', 'enabled');
    const resource = api.root.resourceForPath(route.path);
    for (const method of methodsOf(route)) resource.addMethod(method, integration(fn), methods);
    return fn;
  }

  /**
   * API Gateway looks for a path and method together, so the greedy path takes unknown paths and the other methods of
   * known ones: https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-settings-method-request.html
   */
  #addNoRoute(api: RestApi, methods: MethodOptions): void {
    const noRoute = integration(this.#handler('noRoute', 'no-route', 'Says what there is instead'));
    for (const resource of [api.root, api.root.addResource('{proxy+}')]) {
      resource.addMethod('ANY', noRoute, methods);
    }
  }

  #handler(id: string, handler: string, description: string): LambdaFunction {
    return serviceFunction(this, id, {
      entry: `functions/handlers/${handler}.ts`,
      description,
      timeout: TIMEOUT,
      reservedConcurrency: this.#settings.reservedConcurrency,
      settings: this.#settings,
    });
  }
}

// Permission for the console's test button would be one more statement for each method.
function integration(fn: LambdaFunction): LambdaIntegration {
  return new LambdaIntegration(fn, { allowTestInvoke: false });
}
