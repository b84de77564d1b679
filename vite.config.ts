import { paraglideVitePlugin } from '@inlang/paraglide-js';
import adapter from '@sveltejs/adapter-static';
import { sveltekit } from '@sveltejs/kit/vite';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

/** SvelteKit's hidden announcer of page changes has the only style attribute; its words are hashed (`#svelte-announcer` in the kit). */
const announcerStyle = 'sha256-S8qMpvofolR8Mpjy4kQvEm7m1q8clzU4dfDH0AmvZjo=';

export default defineConfig({
  plugins: [
    paraglideVitePlugin({
      project: './project.inlang',
      outdir: './web/paraglide',
      strategy: ['localStorage', 'preferredLanguage', 'baseLocale'],
    }),
    sveltekit({
      adapter: adapter({ pages: 'build/web', assets: 'build/web', fallback: 'index.html', precompress: true }),
      files: {
        src: 'web',
        assets: 'public',
        routes: 'web/routes',
        appTemplate: 'web/app.html',
        serviceWorker: 'web/service-worker',
      },
      serviceWorker: { register: false },
      csp: {
        mode: 'hash',
        directives: {
          'default-src': ['self'],
          'script-src': ['self'],
          'style-src': ['self'],
          'style-src-attr': ['unsafe-hashes', announcerStyle],
          'img-src': ['self', 'data:'],
          'media-src': ['self', 'blob:'],
          'worker-src': ['self', 'blob:'],
          'connect-src': ['self'],
          'object-src': ['none'],
          'base-uri': ['self'],
          'form-action': ['self'],
        },
      },
    }),
  ],
  test: {
    projects: [
      {
        extends: false,
        plugins: [svelte()],
        test: {
          name: 'rules',
          maxWorkers: 2, // also on two processors, where Vitest would take one
          isolate: false, // no module keeps anything that another file's tests would meet
          testTimeout: 20_000, // properties over thousands of cases, on a loaded machine
          environment: 'node',
          // Dexie looks for the browser's database when it is loaded, once in a worker, by whichever file comes first
          setupFiles: ['fake-indexeddb/auto'],
          include: [
            'tests/*.test.ts',
            'tests/shared/**/*.test.ts',
            'tests/server/**/*.test.ts',
            'tests/web/**/*.test.ts',
            'tests/simulation/**/*.test.ts',
            'tests/bench/**/*.test.ts',
          ],
        },
      },
      {
        extends: false,
        test: {
          name: 'adapters',
          maxWorkers: 2, // they mostly wait
          environment: 'node',
          include: ['tests/adapters/**/*.test.ts'],
          retry: process.env.CI ? 1 : 0, // real parts on a loaded machine
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
