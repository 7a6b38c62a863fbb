import { defineConfig } from 'vitest/config';

// The tests that drive Chromium against the real server. One file at a time: each has a server and a browser of its own.
export default defineConfig({
  test: {
    include: ['tests/browser/**/*.test.ts'],
    environment: 'node',
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
