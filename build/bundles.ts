import { existsSync, globSync } from "node:fs";
import { basename, join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import tailwind from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import type { InlineConfig, Plugin } from "vite";
import { root } from "./root.ts";

/** Smaller files gain nothing from being compressed: they fit one TCP segment. */
const worthCompressingBytes = 1400;

/** Writes `.br` and `.gz` beside every text file, for the headless host to send as they are. */
const precompressed = (): Plugin => ({
  name: "precompressed",
  generateBundle: {
    order: "post",
    handler(_options, bundle) {
      for (const [fileName, file] of Object.entries(bundle)) {
        if (!/\.(js|css|html|svg|json)$/.test(fileName)) continue;
        const content = Buffer.from(file.type === "chunk" ? file.code : file.source);
        if (content.length < worthCompressingBytes) continue;
        // Against 11, quality 9 makes this page's scripts 8 % larger in a fourteenth of the time (measured on a build of 0.5 MB).
        this.emitFile({
          type: "asset",
          fileName: `${fileName}.br`,
          source: brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }),
        });
        this.emitFile({ type: "asset", fileName: `${fileName}.gz`, source: gzipSync(content) });
      }
    },
  },
});

const shared: InlineConfig = { configFile: false, logLevel: "warn", publicDir: false, envDir: false };

/** The page: modern browsers only, relative addresses, so that one build serves Electron's scheme and any path of the headless host. */
export const rendererBundle = (outDir: string): InlineConfig => ({
  ...shared,
  root: join(root, "renderer"),
  base: "./",
  plugins: [react(), tailwind(), precompressed()],
  worker: { format: "es" },
  build: {
    outDir,
    emptyOutDir: true,
    target: "chrome130",
    modulePreload: { polyfill: false },
    // The page's policy allows no data: addresses.
    assetsInlineLimit: 0,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            // What has to run first is the first chunk that is imported.
            { name: "page-policy", test: /[\\/]app[\\/]page-policy\.ts$/, priority: 2 },
            // What the first screen needs comes in one piece; left alone, it comes in sixty, one for each set of late screens that shares it.
            { name: "first", tags: ["$initial"], priority: 1 },
          ],
        },
      },
    },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 1500,
  },
});

const isPackage = (id: string): boolean =>
  !id.startsWith(".") && !id.startsWith("#") && !id.startsWith("/") && !/^[A-Za-z]:[\\/]/.test(id) && !id.startsWith("\0");

/** Entry files by the name they have in the program; two workers of one name would overwrite each other. */
const mainEntries = (): Record<string, string> => {
  const files = [
    ...["main/index.ts", "main/headless.ts", "main/cli.ts"].filter((file) => existsSync(join(root, file))),
    ...globSync("{core,main}/**/*-worker.ts", { cwd: root }).toSorted(),
  ];
  const entries: Record<string, string> = {};
  for (const file of files) {
    const name = basename(file, ".ts");
    if (entries[name] !== undefined) throw new Error(`${file} and ${entries[name]} would both be ${name}.js`);
    entries[name] = join(root, file);
  }
  return entries;
};

/** Processes and threads: everything flat in one folder, so that a chunk finds a worker's entry beside itself; packages stay outside. */
export const mainBundle = (outDir: string): InlineConfig => ({
  ...shared,
  root,
  build: {
    outDir,
    emptyOutDir: true,
    target: "node24",
    ssr: true,
    minify: false,
    sourcemap: true,
    rolldownOptions: {
      input: mainEntries(),
      external: isPackage,
      output: { format: "es", entryFileNames: "[name].js", chunkFileNames: "[name]-[hash].js" },
    },
  },
});

/** One CommonJS file: a sandboxed preload can load nothing else. */
export const preloadBundle = (outDir: string): InlineConfig => ({
  ...shared,
  root,
  build: {
    outDir,
    emptyOutDir: true,
    target: "chrome130",
    ssr: true,
    minify: false,
    rolldownOptions: {
      input: join(root, "preload", "preload.ts"),
      external: ["electron"],
      output: { format: "cjs", entryFileNames: "preload.cjs", codeSplitting: false },
    },
  },
});
