import { expect, test } from 'vitest';
import * as z from 'zod/mini';
import { api, otherRoutes } from '#shared/api.ts';
import { openApi } from '#shared/openapi.ts';

const operationSchema = z.object({
  operationId: z.string(),
  security: z.array(z.record(z.string(), z.array(z.never()))),
  parameters: z.array(z.object({ name: z.string(), in: z.enum(['path', 'query']), required: z.boolean() })),
  requestBody: z.optional(
    z.object({
      content: z.record(
        z.string(),
        z.object({
          schema: z.optional(z.object({ properties: z.record(z.string(), z.unknown()), required: z.array(z.string()) })),
        }),
      ),
    }),
  ),
});
const document = z
  .object({ info: z.object({ version: z.string() }), paths: z.record(z.string(), z.record(z.string(), operationSchema)) })
  .parse(openApi('1.2.3'));
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, ...operation })),
);
const operation = (id: string) => operations.find(({ operationId }) => operationId === id);

test('every route that the server has is described once, and no other', () => {
  const routes = Object.entries({ ...api, ...otherRoutes }).map(
    ([name, { method, path }]) => `${name} ${method.toLowerCase()} ${path.replace(/:(\w+)/g, '{$1}')}`,
  );
  expect(operations.map(({ operationId, method, path }) => `${operationId} ${method} ${path}`).sort()).toEqual(routes.sort());
});

test('each name in a path is a parameter that must be there, and stands in no body', () => {
  for (const { path, parameters, requestBody } of operations) {
    const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    expect(parameters.filter((parameter) => parameter.in === 'path')).toMatchObject(
      names.map((name) => ({ name, required: true })),
    );
    const body = requestBody?.content['application/json']?.schema;
    for (const name of names) expect(Object.keys(body?.properties ?? {})).not.toContain(name);
  }
});

test('the input of a GET is its query, that of others their body; a sound is sent as it is', () => {
  expect(operation('joinOffer')).toMatchObject({ parameters: [{ name: 'language', in: 'query', required: true }] });
  expect(operation('joinOffer')?.requestBody).toBeUndefined();
  expect(operation('finishImport')?.requestBody?.content['application/json']?.schema).toMatchObject({ required: ['count'] });
  expect(Object.keys(operation('keepSound')?.requestBody?.content ?? {})).toEqual(['audio/wav']);
});

test('who may call it is a scheme for programs: a session, the gateway’s bearer, or none', () => {
  expect(operation('pull')?.security).toEqual([{ session: [] }]);
  expect(operation('smsHook')?.security).toEqual([{ gateway: [] }]);
  expect(operation('joinApply')?.security).toEqual([]);
  expect(document.info.version).toBe('1.2.3');
});
