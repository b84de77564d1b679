import { Hono } from 'hono';
import { expect, test } from 'vitest';
import { createApp, type Handlers } from '../../../server/app.ts';
import { api, otherRoutes } from '../../../shared/api.ts';
import { CodedError } from '../../../shared/errors.ts';

const unused = async () => Promise.reject(new CodedError('server.failed', 'not asked for here'));

/** The HTTP side with these routes besides the contract's. */
const appWith = (...special: Hono[]) =>
  createApp({
    identify: async () => null,
    handlers: Object.fromEntries(Object.keys(api).map((name) => [name, unused])) as unknown as Handlers,
    publicUrl: 'http://localhost:8080',
    version: '0.0.0',
    special,
    webFolder: import.meta.dirname,
    onUnexpected: () => undefined,
  });

test('[F4] a route that says nowhere who may call it ends the start', () => {
  const forgotten = new Hono().get('/api/export', (c) => c.text('everything'));
  expect(() => appWith(forgotten)).toThrow(expect.objectContaining({ code: 'bug.undeclared_route' }));
  expect(() => appWith(new Hono().post(otherRoutes.recording.path, (c) => c.text('')))).toThrow('POST /api/recordings/:id');
  expect(() => appWith(new Hono().get('/api/hidden/*', (c) => c.text('')))).toThrow('GET /api/hidden/*');
});

test('[F4] every declared route is mounted under its own method and path', () => {
  const declared = new Hono();
  for (const { method, path } of Object.values(otherRoutes)) declared.on(method, path, (c) => c.text(''));
  const mounted = appWith(declared).routes.map(({ method, path }) => `${method} ${path}`);
  for (const { method, path } of [...Object.values(api), ...Object.values(otherRoutes)])
    expect(mounted).toContain(`${method} ${path}`);
});

test.each([
  ['http://localhost:8080', 401],
  ['https://evil.example', 403],
  ['null', 403],
])('a request from a page of %s is answered %i on every path under /api', async (origin, status) => {
  const app = appWith(new Hono().post(otherRoutes.signOut.path, (c) => c.text('', 401)));
  for (const [method, path] of [
    ['GET', api.session.path],
    ['POST', api.push.path],
    ['POST', otherRoutes.signOut.path],
  ] as const) {
    const response = await app.request(path, { method, headers: { origin }, ...(method === 'POST' ? { body: '{}' } : {}) });
    expect([path, response.status]).toEqual([path, status]);
  }
});
