import preact from '@preact/preset-vite';
import { defineConfig } from 'vitest/config';

/** Projects by what they need: `unit` runs anywhere, the others say by name what is missing and skip. */
const project = (name: string, timeout: number, options: Record<string, unknown> = {}) => ({
  plugins: [preact()],
  test: { name, include: [`tests/${name}/**/*.test.{ts,tsx}`], testTimeout: timeout, hookTimeout: timeout, ...options },
});

export default defineConfig({
  test: {
    projects: [
      project('unit', 20_000),
      project('sites', 60_000, { fileParallelism: false }),
      project('fuzz', 300_000),
      project('arch', 120_000, { fileParallelism: false }),
      project('relay', 60_000, { fileParallelism: false }),
      project('interop', 120_000, { fileParallelism: false }),
      project('e2e', 300_000, { fileParallelism: false }),
    ],
  },
});
