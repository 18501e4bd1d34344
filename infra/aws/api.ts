// The API: one function for each handler of the route table, with the rights that its rows name, one for every other request,
// and the ways in to them.
import { Duration } from 'aws-cdk-lib';
import { LambdaIntegration, type RestApi } from 'aws-cdk-lib/aws-apigateway';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { Needs, Route } from '../../functions/http/route.ts';
import { routes, routeTable } from '../../functions/http/routes.ts';
import type { Settings } from '../settings.ts';
import { AccessLog } from './access-log.ts';
import { authorization, type Tokens } from './authorizers.ts';
import { door, type Handlers } from './door.ts';
import { OwnCheck } from './own-check.ts';
import { serviceFunction } from './service-function.ts';
import { signedApi } from './signed-api.ts';
import type { Storage } from './storage.ts';

/**
 * API Gateway waits for 29 s, the start of a cold function included, which Lambda does not count: a function that ends
 * before can still say what happened.
 */
const TIMEOUT = Duration.seconds(26);

/** Their functions ask the deployment's own check. */
const MAKES_VERSIONS: readonly Route[] = [routes.publishVersion, routes.rollbackVersion];

/** A link does what its signer may do. */
function withLinks({ table, bucket }: Needs): Needs {
  return { table, bucket: bucket.includes('read') ? bucket : [...bucket, 'read'] };
}

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
  /** Of `checkUrl`. */
  readonly ownCheck: OwnCheck | undefined;
  /** Of `authorizer=cognito` and `oidc`. */
  readonly tokens: Tokens | undefined;
  readonly #settings: Settings;

  constructor(scope: Construct, id: string, { storage, settings }: ApiProps) {
    super(scope, id);
    this.#settings = settings;
    const { checkUrl: url } = settings;
    this.ownCheck = url === undefined ? undefined : new OwnCheck(this, 'OwnCheck', { url, settings });
    const accessLog = new AccessLog(this, 'AccessLog', { settings });
    const handlers: Handlers = {
      ofRoutes: this.#routeHandlers(storage),
      noRoute: this.#handler('noRoute', 'no-route', 'Says what there is instead'),
    };

    const { methods, tokens } = authorization(this, settings);
    const shared = { handlers, accessLog, settings };
    const integration = integrationOf(handlers);
    this.restApi = door(this, { ...shared, name: settings.stackName, methods, integration });
    this.signedApi = tokens && signedApi(this, 'Signed', { ...shared, beside: this.restApi });
    this.functions = handlers.ofRoutes;
    this.accessLog = accessLog;
    this.tokens = tokens;
  }

  /** Rows of one handler share a function, which has the name of the first of them. They have the same needs. */
  #routeHandlers(storage: Storage): ReadonlyMap<Route, LambdaFunction> {
    const functions = new Map<string, LambdaFunction>();
    for (const route of routeTable) {
      if (functions.has(route.handler)) continue;
      const fn = this.#routeHandler(route);
      const asksOwn = this.ownCheck !== undefined && MAKES_VERSIONS.includes(route);
      storage.bind(fn, asksOwn ? withLinks(route.needs) : route.needs);
      if (asksOwn) this.ownCheck?.bind(fn);
      functions.set(route.handler, fn);
    }
    return new Map(routeTable.map((route) => [route, functions.get(route.handler) as LambdaFunction]));
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

/** A function that rows share has one permission for all of its methods: CloudFormation takes 500 resources. */
function integrationOf({ ofRoutes }: Handlers): (fn: LambdaFunction) => LambdaIntegration {
  const rowsOf = Map.groupBy(ofRoutes.values(), (fn) => fn);
  // Permission for the console's test button would be one more statement for each method.
  return (fn) =>
    new LambdaIntegration(
      fn,
      (rowsOf.get(fn)?.length ?? 0) > 1 ? { scopePermissionToMethod: false } : { allowTestInvoke: false },
    );
}
