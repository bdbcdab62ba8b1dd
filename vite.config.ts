import { defineConfig } from "vitest/config";

const slow = "**/*.slow.test.{ts,tsx}";
const project = (
  name: string,
  include: readonly string[],
  options: { readonly exclude?: readonly string[]; readonly timeoutMs?: number } = {},
) => ({
  resolve: { alias: { electron: new URL("./main/electron/testing/fake-electron.ts", import.meta.url).pathname } },
  test: {
    name,
    include: [...include],
    exclude: ["**/node_modules/**", "build/canary/**", ...(options.exclude ?? [])],
    environment: "node" as const,
    testTimeout: options.timeoutMs ?? 10_000,
  },
});

export default defineConfig({
  test: {
    // Each test file is a process; those that start threads or processes of their own keep more than one core busy.
    maxWorkers: 2,
    projects: [
      project("core", ["core/**/*.test.ts"], { exclude: [slow] }),
      project("main", ["main/**/*.test.ts", "preload/**/*.test.ts"], { exclude: [slow] }),
      project("renderer", ["renderer/**/*.test.{ts,tsx}"], { exclude: [slow] }),
      project("build", ["build/**/*.test.ts"], { exclude: [slow] }),
      project("slow", [`{core,main,renderer,build}/${slow}`], { timeoutMs: 120_000 }),
    ],
  },
});
