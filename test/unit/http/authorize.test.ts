// Who may send which request: every role against every row of the route table, for one namespace and for all.
import { describe, expect, test } from 'vitest';
import { grantsOf, ROLES, type Role } from '../../../functions/domain/roles.ts';
import { refusalOf, roleFor } from '../../../functions/http/authorize.ts';
import { methodsOf } from '../../../functions/http/route.ts';
import { routeTable } from '../../../functions/http/routes.ts';

/** Written once more by hand: a row that asks for less than it should is found here. */
const NEEDED: Readonly<Record<Role, readonly string[]>> = {
  reader: [
    'checkDraft',
    'compareVersions',
    'getDraft',
    'getDraftManifest',
    'getFeed',
    'getFile',
    'getMe',
    'getNamespaceFreeze',
    'getOpenApi',
    'getPipeline',
    'getPublished',
    'getVersion',
    'listPipelines',
    'listVersions',
    'reportRun',
  ],
  editor: ['deleteAnyFile', 'deleteFile', 'putFile', 'restoreDraft'],
  publisher: ['publishVersion', 'rollbackVersion'],
  operator: [
    'freezeNamespace',
    'freezePipeline',
    'getHealth',
    'publishDespiteFreeze',
    'restoreDespiteFreeze',
    'rollbackDespiteFreeze',
    'unfreezeNamespace',
    'unfreezePipeline',
  ],
};

test.each(ROLES)('the routes that take a %s are these', (role) => {
  const rows = routeTable.filter((route) => route.role === role);

  expect(rows.map(({ operationId }) => operationId).toSorted()).toEqual(NEEDED[role]);
});

test('a route that writes to bucket or versions takes more than a reader', () => {
  const changes = /^(publish|write|delete|copy)$/;

  for (const { needs, role } of routeTable)
    if ([...needs.table, ...needs.bucket].some((need) => changes.test(need))) expect(role).not.toBe('reader');
});

const requests = routeTable.flatMap((route) =>
  methodsOf(route).map((method) => [`${method} ${route.path}`, method, route] as const),
);

describe.each(requests)('%s', (_, method, route) => {
  const ask = (words: readonly string[], namespace: string | null) =>
    refusalOf(routeTable, grantsOf(words), { method, template: route.path, namespace }, 'groups');
  const isOfNamespace = route.path.includes('{namespace}');
  const enough = (role: Role) => ROLES.indexOf(role) >= ROLES.indexOf(route.role);

  test.each(ROLES)('takes a %s as the table says', (role) => {
    const namespace = isOfNamespace ? 'web' : null;

    expect(ask([role], namespace) === null).toBe(enough(role));
    expect(ask([`${role}@web`], namespace) === null).toBe(enough(role));
    expect(ask([`${role}@api`], namespace) === null).toBe(enough(role) && !isOfNamespace);
  });

  test('takes nobody without a role, and says which one is missing and where it belongs', () => {
    const refusal = ask(['all-hands', 'READER', '__proto__'], isOfNamespace ? 'web' : null);

    const words = isOfNamespace ? `${route.role} or ${route.role}@web` : `${route.role}, for all`;
    expect(refusal).toContain(`the role ${words}`);
    expect(refusal).toContain('the claim groups of your token');
  });

  test.each(['Web', 'we%62', '', '*', 'web/../api', '__proto__'])(
    'a namespace spelled %j is nobody’s but of those who have all',
    (namespace) => {
      if (!isOfNamespace) return;
      expect(ask([`${route.role}@web`, 'operator@api'], namespace)).not.toBeNull();
      expect(ask([route.role], namespace)).toBeNull();
    },
  );
});

test('what no row takes is answered to everybody who may read something', () => {
  const asked = { method: 'DELETE', template: '/{proxy+}', namespace: null };

  expect(roleFor(routeTable, asked)).toBe('reader');
  expect(refusalOf(routeTable, grantsOf(['reader@web']), asked, 'groups')).toBeNull();
  expect(refusalOf(routeTable, [], asked, 'groups')).not.toBeNull();
});

test('a refusal can stand inside JSON as it is', () => {
  for (const namespace of [null, 'web', '"},{"', '\\', 'a\nb']) {
    const asked = {
      method: 'PUT',
      template: '/api/v1/pipelines/{namespace}/{layer}/{name}/files/{path+}',
      namespace,
    };
    const refusal = refusalOf(routeTable, [], asked, 'https://login.example/roles');

    expect(JSON.parse(`"${refusal}"`)).toBe(refusal);
  }
});
