import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'

// The hub embeds dist/. In development the API comes from HELIU_HTTP (default: the
// address of `make up`).
export default defineConfig({
  plugins: [react()],
  build: {
    outDir: 'dist',
    emptyOutDir: true, // dist/.placeholder comes back from public/
    manifest: true, // for scripts/size.mjs, which takes it away again
    sourcemap: false,
    chunkSizeWarningLimit: 1600,
  },
  server: {
    host: '127.0.0.1',
    proxy: { '/api': process.env.HELIU_HTTP ?? 'http://127.0.0.1:8080' },
  },
  test: {
    environment: 'jsdom',
    include: ['src/**/*.test.{ts,tsx}'],
    setupFiles: ['src/test-setup.ts'],
    css: false,
    testTimeout: 60_000,
    env: { DEBUG_PRINT_LIMIT: '0' }, // a failed look-up prints no page
  },
})
