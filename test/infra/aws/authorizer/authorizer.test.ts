// The authorizer's answers to API Gateway: who the caller is, and one policy for one request.
import { describe, expect, test } from 'vitest';
import { grantsOf } from '../../../../functions/domain/roles.ts';
import { callerOf } from '../../../../functions/http/caller.ts';
import { methodsOf } from '../../../../functions/http/route.ts';
import { routeTable } from '../../../../functions/http/routes.ts';
import {
  type AuthorizedEvent,
  createAuthorizer,
  type Rules,
} from '../../../../infra/aws/authorizer/authorizer.ts';
import { type Claims, grantsIn, nameIn } from '../../../../infra/aws/authorizer/claims.ts';

const STAGE = 'arn:aws:execute-api:eu-west-1:111122223333:api/live';
const RULES: Rules = { rolesClaim: 'groups', nameClaim: 'email', everyone: null, takesScopes: false };
/** In a policy IAM would fill it in. */
const VARIABLE = '$' + '{aws:username}';
const FILE = '/api/v1/pipelines/{namespace}/{layer}/{name}/files/{path+}';

/** A request as API Gateway shows it, whose token is its claims as JSON. */
function eventOf(claims: Claims | null, method: string, resource: string, path: string): AuthorizedEvent {
  const names = [...resource.matchAll(/\{(\w+)\+?\}/g)].map(([, name]) => name ?? '');
  const pattern = resource.replaceAll(/\{\w+\+\}/g, '(.+)').replaceAll(/\{\w+\}/g, '([^/]+)');
  const [, ...values] = new RegExp(`^${pattern}$`, 's').exec(path) ?? [];
  return {
    httpMethod: method,
    methodArn: `${STAGE}/${method}${path}`,
    resource,
    pathParameters: Object.fromEntries(names.map((name, index) => [name, values[index] ?? ''])),
    headers: { authorization: `Bearer ${JSON.stringify(claims)}` },
    multiValueHeaders: null,
  };
}

const verify = async (token: string) => (token.startsWith('{') ? (JSON.parse(token) as Claims) : null);
const authorize = createAuthorizer(verify, RULES);

async function decisionOn(claims: Claims, method: string, resource: string, path: string) {
  const { policyDocument, context, principalId } = await authorize(eventOf(claims, method, resource, path));
  const [statement] = policyDocument.Statement as unknown as [{ Effect: string; Resource: string }];
  return { ...statement, context, principalId };
}

/** As IAM reads a resource with wildcards: they match anything, slashes included. */
function covers(resource: string, arn: string): boolean {
  const literal = (text: string) => text.replaceAll(/[.+^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${literal(resource).replaceAll('*', '.*').replaceAll('?', '.')}$`, 's').test(arn);
}

const ADA = { sub: 'ada', email: 'ada@example.com' };

test('a caller has a name, a subject and its roles, as functions read them', async () => {
  const groups = ['reader', 'publisher@web', 'all-hands'];
  const { principalId, context } = await decisionOn({ ...ADA, groups }, 'GET', '/api/v1/me', '/api/v1/me');

  const requestContext = { authorizer: { principalId, ...context } };
  expect(callerOf({ requestContext } as never)).toEqual({
    name: 'ada@example.com',
    subject: 'ada',
    grants: grantsOf(groups),
    claim: 'groups',
  });
});

describe('the policy kept for one request says nothing about any other', () => {
  const samples = routeTable.flatMap((route) =>
    methodsOf(route).flatMap((method) =>
      ['web', 'api'].map((namespace) => {
        const values: Readonly<Record<string, string>> = {
          ...{ namespace, layer: 'gold', name: 'orders' },
          ...{ version_number: '1', path: 'tests/quality/a.sql' },
        };
        const path = route.path.replace(/\{(\w+)\+?\}/g, (_, name) => values[name] ?? '');
        return { route, method, path };
      }),
    ),
  );

  test.each(samples)('$method $path', async ({ route, method, path }) => {
    for (const groups of [['operator'], []]) {
      const { Effect, Resource } = await decisionOn({ ...ADA, groups }, method, route.path, path);

      expect(Effect).toBe(groups.length > 0 ? 'Allow' : 'Deny');
      const covered = samples.filter((other) => covers(Resource, `${STAGE}/${other.method}${other.path}`));
      expect(new Set(covered.map((other) => `${other.method} ${other.path}`))).toEqual(
        new Set([`${method} ${path}`]),
      );
    }
  });
});

describe('a policy covers what was asked for, however it is spelled, if the role allows it', () => {
  test.each([
    ['GET', FILE, `/api/v1/pipelines/web/gold/orders/files/a*b/${VARIABLE}?.sql`],
    ['GET', FILE, `/api/v1/pipelines/web/gold/orders/files/${'a'.repeat(900)}`],
    ['DELETE', '/{proxy+}', `/etc/${VARIABLE}`],
    ['GET', '/{proxy+}', `/${'a'.repeat(900)}`],
    ['POST', '/', '/'],
    ['GET', '/health', '/health'],
  ])('%s %s %s', async (method, resource, path) => {
    const { Effect, Resource } = await decisionOn({ ...ADA, groups: ['operator'] }, method, resource, path);

    expect(Effect).toBe('Allow');
    expect(Resource).not.toContain('$');
    expect(Resource.length).toBeLessThan(512);
    expect(covers(Resource, `${STAGE}/${method}${path}`)).toBe(true);
  });

  test('a path that is sent encoded and shown decoded', async () => {
    const event = eventOf(
      { ...ADA, groups: ['editor'] },
      'PUT',
      FILE,
      '/api/v1/pipelines/web/gold/orders/files/config',
    );
    const methodArn = event.methodArn.replace('config', '%63onfig');

    const { policyDocument } = await authorize({ ...event, methodArn });
    const [{ Resource }] = policyDocument.Statement as unknown as [{ Resource: string }];
    expect(covers(Resource, methodArn)).toBe(true);
  });

  test('a namespace with a wildcard is refused to those who do not have all', async () => {
    const path = '/api/v1/pipelines/*/gold/orders/files/a.sql';

    expect(await decisionOn({ ...ADA, groups: ['editor@web'] }, 'PUT', FILE, path)).toMatchObject({
      Effect: 'Deny',
    });
  });
});

test('a refusal names the role that is missing, and where it comes from', async () => {
  const path = '/api/v1/pipelines/web/gold/orders/files/a.sql';
  const { context } = await decisionOn({ ...ADA, groups: ['editor@api', 'reader'] }, 'PUT', FILE, path);

  expect(context.refusal).toContain('the role editor or editor@web in the claim groups of your token');
});

describe('nobody gets in', () => {
  const good = eventOf({ ...ADA, groups: ['operator'] }, 'GET', '/health', '/health');
  const header = good.headers?.authorization ?? '';

  test.each<[string, AuthorizedEvent]>([
    ['without a token', { ...good, headers: {} }],
    ['with a token that is not valid', { ...good, headers: { Authorization: 'Bearer a.b.c' } }],
    ['with a token that has no subject', eventOf({ groups: ['operator'] }, 'GET', '/health', '/health')],
    ['whose subject is no text', eventOf({ sub: 7, groups: ['operator'] }, 'GET', '/health', '/health')],
    ['with two tokens', { ...good, multiValueHeaders: { Authorization: [header, header] } }],
    [
      'with two tokens by two spellings',
      { ...good, multiValueHeaders: { Authorization: [header], authorization: [header] } },
    ],
  ])('%s', async (_, event) => {
    await expect(authorize(event)).rejects.toThrow(/^Unauthorized$/);
  });

  test('while the issuer cannot be asked, which is a fault and no refusal', async () => {
    const unreachable = createAuthorizer(() => Promise.reject(new Error('answers 503')), RULES);

    await expect(unreachable(good)).rejects.toThrow('answers 503');
  });
});

describe('roles in a claim', () => {
  const read = (value: unknown, claim = 'groups') => {
    const claims = JSON.parse(JSON.stringify({ sub: 'ada', [claim]: value })) as Claims;
    return grantsIn(claims, claim, null).map(({ role, namespace }) => `${role}@${namespace ?? '*'}`);
  };

  test.each<[string, unknown, readonly string[]]>([
    ['a list', ['reader', 'publisher@web'], ['reader@*', 'publisher@web']],
    ['one text', 'editor', ['editor@*']],
    ['words, as OAuth writes scopes', 'openid reader publisher@web', ['reader@*', 'publisher@web']],
    ['an empty list', [], []],
    ['an empty text', '', []],
    ['a text with commas', 'reader,editor', []],
    ['a list that API Gateway has made a text', '[reader, editor]', []],
    ['a list as JSON in a text', '["reader"]', []],
    ['a list in a list', [['reader'], 'editor@web'], ['editor@web']],
    ['an object', { reader: true, 0: 'reader', length: 1 }, []],
    ['objects in a list', [{ role: 'reader' }, { toString: 'reader' }], []],
    ['a sentence in a list', ['not a publisher', 'reader please'], []],
    ['numbers', [0, 1], []],
    ['true', true, []],
    ['null', null, []],
    ['another case', ['Reader', 'OPERATOR'], []],
  ])('%s', (_, value, expected) => {
    expect(read(value)).toEqual(expected);
  });

  test.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])(
    'a claim named %s is one only if the token has it',
    (name) => {
      expect(grantsIn({ sub: 'ada' }, name, null)).toEqual([]);
      expect(grantsIn(JSON.parse(`{"${name}": ["reader"]}`) as Claims, name, null)).toHaveLength(1);
    },
  );

  test('what everybody may do comes on top, and takes nothing away', () => {
    expect(grantsIn({ groups: ['publisher@web'] }, 'groups', 'reader')).toEqual(
      grantsOf(['reader', 'publisher@web']),
    );
    expect(grantsIn({ groups: ['operator'] }, 'groups', 'reader')).toEqual(grantsOf(['operator']));
    expect(grantsIn({}, 'groups', 'reader')).toEqual(grantsOf(['reader']));
  });
});

describe('roles in scopes', () => {
  const MACHINE = { sub: 'client-1', client_id: 'client-1', token_use: 'access' };
  const scope = 'openid pipeline-versioning/publisher@web pipeline-versioning/reader other/operator operator';
  const rolesOf = async (claims: Claims, takesScopes = true) => {
    const ask = createAuthorizer(verify, { ...RULES, takesScopes });
    return (await ask(eventOf(claims, 'GET', '/api/v1/me', '/api/v1/me'))).context.roles;
  };

  test('count in the token of a machine, by the service’s own scopes', async () => {
    expect(await rolesOf({ ...MACHINE, scope })).toBe('reader publisher@web');
  });

  test.each<[string, Claims]>([
    ['in a person’s token', { ...MACHINE, sub: 'ada', username: 'ada', scope }],
    ['in a token that names a user of the client’s name', { ...MACHINE, username: 'client-1', scope }],
    ['in an ID token', { ...MACHINE, token_use: 'id', scope }],
    ['as a list', { ...MACHINE, scope: scope.split(' ') }],
    ['in another case', { ...MACHINE, scope: 'Pipeline-Versioning/reader pipeline-versioning/Reader' }],
    ['of a server whose name begins so', { ...MACHINE, scope: 'pipeline-versioning/x/reader' }],
  ])('do not count %s', async (_, claims) => {
    expect(await rolesOf(claims)).toBe('');
  });

  test('do not count where another issuer makes them', async () => {
    expect(await rolesOf({ ...MACHINE, scope }, false)).toBe('');
  });

  test('are what a refusal names', async () => {
    const ask = createAuthorizer(verify, { ...RULES, takesScopes: true });
    const { context } = await ask(eventOf({ ...MACHINE, scope }, 'GET', '/health', '/health'));

    expect(context.refusal).toContain('the role operator, for all namespaces or for one, in the claim scope');
  });
});

describe('the name of a version’s author', () => {
  const nameOf = (claims: Claims, nameClaim = 'email') => nameIn(claims, nameClaim, 'the-subject');

  test.each<[string, Claims, string]>([
    ['an address', { email: 'ada@example.com' }, 'ada@example.com'],
    ['an address that is checked', { email: 'ada@example.com', email_verified: true }, 'ada@example.com'],
    ['an address that is not', { email: 'boss@example.com', email_verified: false }, 'the-subject'],
    ['the same as text', { email: 'boss@example.com', email_verified: 'false' }, 'the-subject'],
    ['none', {}, 'the-subject'],
    ['an empty one', { email: ' ' }, 'the-subject'],
    ['two lines', { email: 'ada\nboss@example.com' }, 'the-subject'],
    ['letters that turn the direction', { email: 'ada\u202emoc.elpmaxe@ssob' }, 'the-subject'],
    ['half a letter', { email: 'ada\ud800' }, 'the-subject'],
    ['no text', { email: ['ada@example.com'] }, 'the-subject'],
    ['one without end', { email: 'a'.repeat(257) }, 'the-subject'],
    ['the ARN of a caller that signs', { email: 'arn:aws:iam::111122223333:user/boss' }, 'the-subject'],
    ['an ARN in capitals', { email: 'ARN:aws:sts::111122223333:assumed-role/Boss/b' }, 'the-subject'],
    ['an ARN behind spaces', { email: ' \u3000arn:aws:iam::111122223333:user/boss' }, 'the-subject'],
    ['an ARN in wide letters', { email: 'ａｒｎ:aws:iam::111122223333:user/boss' }, 'the-subject'],
    ['an ARN behind a letter without width', { email: '\u3164arn:aws:iam::1:user/boss' }, 'the-subject'],
    ['a name in its own letters', { email: 'Åda Lövelace 李' }, 'Åda Lövelace 李'],
  ])('%s', (_, claims, expected) => {
    expect(nameOf(claims)).toBe(expected);
  });

  test('another claim, where a setting says so', () => {
    expect(nameOf({ email_verified: false, preferred_username: 'ada' }, 'preferred_username')).toBe('ada');
    expect(nameOf({}, 'constructor')).toBe('the-subject');
  });
});
