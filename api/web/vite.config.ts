import { defineConfig } from 'vite';

// The map is one page. Nothing is inlined as data: addresses, so that the page's
// content security policy can stay strict, and the licences of what is bundled are
// written beside it.
export default defineConfig({
  base: '/',
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: false,
    chunkSizeWarningLimit: 1500,
    license: { fileName: 'licenses.txt' },
  },
  worker: { format: 'es' },
  server: { proxy: { '/v1': 'http://127.0.0.1:8080' } },
});
