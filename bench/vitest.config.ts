import preact from '@preact/preset-vite';
import { defineConfig } from 'vitest/config';

/** The bench by itself: never part of the tests, whose machine is busy with other things. */
export default defineConfig({
  plugins: [preact()],
  test: {
    name: 'bench',
    root: import.meta.dirname,
    include: ['**/*.bench.ts'],
    fileParallelism: false,
    testTimeout: 1_800_000,
    hookTimeout: 600_000,
    reporters: ['default'],
    disableConsoleIntercept: true,
  },
});
