import { serveStatic } from '@hono/node-server/serve-static';
import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { secureHeaders } from 'hono/secure-headers';
import type * as z from 'zod/mini';
import type { Identity } from '#shared/accounts/access.ts';
import type { Audience, Endpoint } from '#shared/api/endpoint.ts';
import { api, otherRoutes } from '#shared/api.ts';
import { CodedError } from '#shared/errors.ts';
import { openApi } from '#shared/openapi.ts';
import { pageUserHeader } from '#shared/session.ts';
import type { Identify } from './ports/sign-in.ts';
import { remoteOf } from './remote.ts';

type Input<E> = E extends Endpoint<infer I, z.ZodMiniType> ? z.infer<I> : never;
type Output<E> = E extends Endpoint<z.ZodMiniType, infer O> ? z.infer<O> : never;
type Who<E extends Endpoint> = E['who'] extends 'public' ? Identity | null : Identity;

/** One function per endpoint of the contract, told the caller's network address; the compiler names a missing one. */
export type Handlers = {
  readonly [K in keyof typeof api]: (
    who: Who<(typeof api)[K]>,
    input: Input<(typeof api)[K]>,
    address: string,
  ) => Promise<Output<(typeof api)[K]>>;
};

const statusOf = (code: string): 400 | 401 | 403 | 404 | 409 | 413 | 426 | 429 | 500 => {
  if (code.startsWith('input.')) return 400;
  if (code === 'access.signed_out') return 401;
  if (code === 'access.denied') return 403;
  if (code.endsWith('.not_found')) return 404;
  if (code.endsWith('.conflict')) return 409;
  if (code === 'protocol.too_old') return 426;
  if (code.endsWith('.too_many')) return 429;
  return 500;
};

const allowed = (audience: Audience, who: Identity | null): boolean =>
  audience === 'public' || (who !== null && (audience === 'signed-in' || audience.includes(who.role)));

/** Throws `access.signed_out` or `access.denied`. */
function requireAudience(audience: Audience, who: Identity | null): void {
  if (allowed(audience, who)) return;
  throw who === null
    ? new CodedError('access.signed_out', 'sign in first')
    : new CodedError('access.denied', 'not for this role');
}

async function readInput(c: Context, endpoint: Endpoint): Promise<unknown> {
  const raw = await readRaw(c, endpoint);
  const parsed = endpoint.input.safeParse(raw);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const field = issue?.path.map(String).join('.') ?? '';
  throw new CodedError('input.invalid', `${field === '' ? 'body' : field}: ${issue?.message ?? 'invalid'}`, { field });
}

async function readRaw(c: Context, endpoint: Endpoint): Promise<unknown> {
  if (endpoint.method === 'GET') return { ...c.req.query(), ...c.req.param() };
  if (endpoint.body === undefined)
    return endpoint.path.includes(':') ? { ...(await readObject(c)), ...c.req.param() } : readJson(c);
  return { ...c.req.param(), sound: new Uint8Array(await c.req.arrayBuffer()) };
}

async function readJson(c: Context): Promise<unknown> {
  try {
    return await c.req.json();
  } catch (cause) {
    throw new CodedError('input.not_json', 'expected a JSON body', { cause });
  }
}

/** A body whose other fields stand in the path. */
async function readObject(c: Context): Promise<object> {
  const body = await readJson(c);
  return typeof body === 'object' && body !== null ? body : {};
}

/** Another site's page may not act with this user's cookies. */
function requireSameOrigin(c: Context, publicOrigin: string): void {
  const origin = c.req.header('origin');
  if (origin !== undefined && origin !== publicOrigin) throw new CodedError('access.denied', 'another origin');
}

/** All pages of a browser share one cookie: somebody who signs in on another page must not get this page's queue, nor it his rows. */
function requirePageUser(c: Context, who: Identity | null): void {
  const pageUser = c.req.header(pageUserHeader);
  if (pageUser === undefined || who === null || pageUser === who.userId) return;
  throw new CodedError('access.signed_out', 'the page is of another user');
}

export type AppDeps = {
  readonly identify: Identify;
  readonly handlers: Handlers;
  readonly publicUrl: string;
  readonly version: string;
  /** Routes that are not JSON calls: sign-in, hooks, audio, health. Mounted before the pages. */
  readonly special: readonly Hono[];
  readonly webFolder: string;
  /** Called with unexpected errors only; must not write personal data. */
  readonly onUnexpected: (error: unknown, path: string) => void;
};

/** The HTTP side: every endpoint of `shared/api.ts`, the special routes, then the pages. */
export function createApp(deps: AppDeps): Hono {
  const app = new Hono();
  const publicOrigin = new URL(deps.publicUrl).origin;
  app.use(
    secureHeaders({
      contentSecurityPolicy: { frameAncestors: ["'none'"] },
      referrerPolicy: 'same-origin',
      permissionsPolicy: { microphone: ['self'], speakerSelection: ['self'], hid: ['self'], camera: [], geolocation: [] },
      strictTransportSecurity: deps.publicUrl.startsWith('https:') ? 'max-age=31536000' : false,
    }),
  );
  app.use('/api/*', bodyLimit({ maxSize: 2 * 1024 * 1024, onError: (c) => c.json({ code: 'input.too_large' }, 413) }));
  app.use('/api/join/*', bodyLimit({ maxSize: 64 * 1024, onError: (c) => c.json({ code: 'input.too_large' }, 413) }));
  app.use('/api/*', async (c, next) => {
    c.header('cache-control', 'no-store');
    await next();
  });
  app.use('/api/*', async (c, next) => {
    requireSameOrigin(c, publicOrigin);
    await next();
  });
  const contract = openApi(deps.version); // once: anybody may ask for it
  app.get(otherRoutes.openApi.path, (c) => c.json(contract));
  for (const routes of deps.special) app.route('/', routes);
  for (const name of Object.keys(api) as (keyof typeof api)[]) mount(app, deps, name);
  app.all('/api/*', (c) => c.json({ code: 'route.not_found' }, 404));
  mountPages(app, deps.webFolder);
  requireDeclared(app);
  app.onError((error, c) => {
    const code = error instanceof CodedError ? error.code : 'server.failed';
    const status = statusOf(code);
    if (status === 500) deps.onUnexpected(error, c.req.routePath);
    const field = error instanceof CodedError ? error.field : undefined;
    return c.json({ code, ...(field === undefined ? {} : { field, message: error.message }) }, status);
  });
  return app;
}

function mount(app: Hono, deps: AppDeps, name: keyof typeof api): void {
  const endpoint: Endpoint = api[name];
  app.on(endpoint.method, endpoint.path, async (c) => {
    const who = endpoint.who === 'public' ? null : await deps.identify(c.req.raw.headers);
    requirePageUser(c, who);
    requireAudience(endpoint.who, who);
    const input = await readInput(c, endpoint);
    const handle = deps.handlers[name] as (who: Identity | null, input: unknown, address: string) => Promise<object>;
    return c.json(await handle(who, input, remoteOf(c).address));
  });
}

const patterns = ['ALL /*', 'ALL /api/*', 'ALL /api/join/*', 'ALL /_app/immutable/*', 'GET /*'];

/** Every route says in `shared/api.ts` who may call it, and the walk of the tests tries it; throws for any other. */
function requireDeclared(app: Hono): void {
  const declared = [...Object.values(api), ...Object.values(otherRoutes)].map(({ method, path }) => `${method} ${path}`);
  const known = new Set([...declared, ...patterns]);
  for (const { method, path } of app.routes) {
    if (!known.has(`${method} ${path}`))
      throw new CodedError('bug.undeclared_route', `${method} ${path} says nowhere who may call it`);
  }
}

/** The built pages; immutable files for ever, everything else asked again; unknown paths are the app's own routes. */
function mountPages(app: Hono, webFolder: string): void {
  app.use('/_app/immutable/*', async (c, next) => {
    await next();
    if (c.res.ok) c.header('cache-control', 'public, max-age=31536000, immutable');
  });
  app.use('*', async (c, next) => {
    await next();
    if (!c.res.headers.has('cache-control')) c.header('cache-control', 'no-cache');
  });
  app.use('*', serveStatic({ root: webFolder, precompressed: true }));
  app.get('*', async (c, next) =>
    c.req.path.startsWith('/_app/')
      ? c.notFound()
      : serveStatic({ root: webFolder, path: 'index.html', precompressed: true })(c, next),
  );
}
