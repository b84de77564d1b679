import * as z from 'zod/mini';
import type { Audience, Endpoint } from './api/endpoint.ts';
import { api, otherRoutes } from './api.ts';

type Schema = { readonly properties?: Readonly<Record<string, object>>; readonly required?: readonly string[] };
type Described = { readonly method: string; readonly path: string; readonly operation: object };

const json = (schema: object) => ({ 'application/json': { schema } });

const problem = {
  description: 'Why not: `code` is dotted and stable, `field` names what is wrong of the input.',
  content: json({
    type: 'object',
    properties: { code: { type: 'string' }, field: { type: 'string' }, message: { type: 'string' } },
    required: ['code'],
  }),
};

/** The contract of `shared/api.ts` as an OpenAPI 3.1 document: what is served at `/api/openapi.json`. */
export function openApi(version: string): object {
  const paths: Record<string, Record<string, object>> = {};
  const described = [
    ...Object.entries(api).map(([name, endpoint]) => describe(name, endpoint)),
    ...Object.entries(otherRoutes).map(([name, route]) => describeOther(name, route)),
  ];
  for (const { method, path, operation } of described) {
    const template = path.replace(/:(\w+)/g, '{$1}');
    paths[template] = { ...paths[template], [method.toLowerCase()]: operation };
  }
  return {
    openapi: '3.1.1',
    info: { title: 'Permanence', version },
    paths,
    components: {
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: 'permanence.session_token' },
        gateway: { type: 'http', scheme: 'bearer' },
      },
    },
  };
}

function describe(operationId: string, { method, path, who, input, output, body }: Endpoint): Described {
  const { properties = {}, required = [] }: Schema = schemaOf(input, 'input');
  const inPath = namesIn(path);
  const others = Object.entries(properties).filter(([name]) => !inPath.includes(name));
  const isQuery = method === 'GET';
  const parameters = [
    ...inPath.map((name) => ({ name, in: 'path', required: true, schema: properties[name] ?? { type: 'string' } })),
    ...others.filter(() => isQuery).map(([name, schema]) => ({ name, in: 'query', required: required.includes(name), schema })),
  ];
  const bodySchema = {
    ...schemaOf(input, 'input'),
    properties: Object.fromEntries(others),
    required: required.filter((name) => !inPath.includes(name)),
  };
  const content = body === undefined ? json(bodySchema) : { [body]: {} };
  const operation = {
    operationId,
    ...guarded(who),
    parameters,
    ...(!isQuery && { requestBody: { required: true, content } }),
    responses: { 200: { description: 'Done.', content: json(schemaOf(output, 'output')) }, default: problem },
  };
  return { method, path, operation };
}

function describeOther(operationId: string, { method, path, who }: (typeof otherRoutes)[keyof typeof otherRoutes]): Described {
  const parameters = namesIn(path).map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } }));
  const operation = { operationId, ...guarded(who), parameters, responses: { 200: { description: 'Done.' }, default: problem } };
  return { method, path, operation };
}

const namesIn = (path: string): string[] => [...path.matchAll(/:(\w+)/g)].flatMap(([, name]) => name ?? []);

/** Who may call it, in a word for people and as a scheme for programs. */
function guarded(who: Audience | 'gateway' | 'machine'): object {
  const asked = typeof who === 'string' ? who : who.join(', ');
  if (who === 'public') return { description: 'For everybody.', security: [] };
  if (who === 'machine') return { description: 'For the server’s own machine.', security: [] };
  return { description: `For: ${asked}.`, security: [{ [who === 'gateway' ? 'gateway' : 'session']: [] }] };
}

/** Bytes and what else JSON has no word for may be anything. */
function schemaOf(schema: z.ZodMiniType, io: 'input' | 'output'): object {
  const { $schema: _, ...described } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return described;
}
