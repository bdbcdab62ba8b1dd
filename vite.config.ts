import { defineConfig } from "vitest/config";

const project = (name: string, include: readonly string[]) => ({ test: { name, include: [...include], environment: "node" as const } });

export default defineConfig({
  test: {
    projects: [
      project("core", ["core/**/*.test.ts"]),
      project("main", ["main/**/*.test.ts", "preload/**/*.test.ts"]),
      project("renderer", ["renderer/**/*.test.{ts,tsx}"]),
      project("boundaries", ["build/**/*.test.ts"]),
    ],
  },
});
