import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

// The server that `make web-dev` asks; the built page asks the one that it came from.
const server = process.env['NB_SERVER'] ?? 'http://localhost:8000';

export default defineConfig({
  plugins: [react()],
  build: {
    target: ['es2022', 'safari16.4'],
    assetsInlineLimit: 0, // what is inlined is a data: URL, which the page's CSP allows for pictures only
    modulePreload: { polyfill: false },
    reportCompressedSize: true,
    chunkSizeWarningLimit: 700, // scripts/pack.mjs checks what counts, the compressed size of all scripts
  },
  worker: { format: 'es' },
  server: {
    host: '127.0.0.1', // a bare root cannot resolve localhost, and Vitest listens here too
    port: 5173,
    strictPort: true,
    proxy: { '/api': server },
    fs: { allow: ['.', '../../resources'] }, // icons and the sample picture are the studio's
  },
  test: { include: ['tests/**/*.test.{ts,tsx}'], exclude: ['tests/browser/**'], environment: 'node' },
});
