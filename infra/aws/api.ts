// The API: one function for each row of the route table, with the rights that the row names, one for every other request,
// and the ways in to them.
import { Duration } from 'aws-cdk-lib';
import { LambdaIntegration, type RestApi } from 'aws-cdk-lib/aws-apigateway';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { Route } from '../../functions/http/route.ts';
import { routes, routeTable } from '../../functions/http/routes.ts';
import type { Settings } from '../settings.ts';
import { AccessLog } from './access-log.ts';
import { authorization, type Tokens } from './authorizers.ts';
import { door, type Handlers } from './door.ts';
import { serviceFunction } from './service-function.ts';
import { signedApi } from './signed-api.ts';
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
  /** The way in that `authorizer` says. The portal leads here. */
  readonly restApi: RestApi;
  /** Beside an API for tokens, the one for signed requests. */
  readonly signedApi: RestApi | undefined;
  /** Of `authorizer=cognito` and `oidc`. */
  readonly tokens: Tokens | undefined;
  readonly #settings: Settings;

  constructor(scope: Construct, id: string, { storage, settings }: ApiProps) {
    super(scope, id);
    this.#settings = settings;
    const accessLog = new AccessLog(this, 'AccessLog', { settings });
    const handlers: Handlers = {
      ofRoutes: new Map(routeTable.map((route) => [route, this.#routeHandler(route)])),
      noRoute: this.#handler('noRoute', 'no-route', 'Says what there is instead'),
    };
    for (const [{ needs }, fn] of handlers.ofRoutes) storage.bind(fn, needs);

    const { methods, tokens } = authorization(this, settings);
    const shared = { handlers, accessLog, settings };
    this.restApi = door(this, { ...shared, name: settings.stackName, methods, integration });
    this.signedApi = tokens && signedApi(this, 'Signed', { ...shared, beside: this.restApi });
    this.functions = handlers.ofRoutes;
    this.accessLog = accessLog;
    this.tokens = tokens;
  }

  #routeHandler(route: Route): LambdaFunction {
    const fn = this.#handler(route.operationId, route.handler, route.summary);
    if (route === routes.getDraftManifest && this.#settings.draftRuns)
      fn.addEnvironment('PIPELINES_DRAFT_RUNS', 'enabled');
    return fn;
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
