import { defineConfig } from "vitest/config";

// One script and one sheet: the page is part of the program and is served from memory.
export default defineConfig({
  esbuild: { jsx: "automatic", jsxImportSource: "preact" },
  build: { target: "es2022", assetsInlineLimit: 0, modulePreload: false, reportCompressedSize: false },
  server: { proxy: { "/api": { target: "http://127.0.0.1:8080", changeOrigin: false } } },
  test: { include: ["src/**/*.test.ts"], environment: "node" },
});
