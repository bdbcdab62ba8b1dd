import { cpSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { root } from "./root.ts";

/** What a package needs to be built, typed, debugged or read about; patterns of paths inside `node_modules`. */
const unneeded = [
  /\.(map|d\.[cm]?ts|[cm]?tsx?|md|gypi?|hp?p?|cc?|cpp|cxx|mm|cu|rs|swift|cmake|html)$/,
  /\/(test|tests|__tests__|example|examples|docs|\.github)$/,
  /\/better-sqlite3\/(deps|src)$/,
  /\/usearch\/(c|cpp|cmake|include|numkong)$/,
  /\/node-llama-cpp\/(bins|templates)$/,
  /\/node-llama-cpp\/llama\/(addon|cmake|patches|profiles|toolchains|xpack|gitRelease\.bundle)$/,
  /\/pdfjs-dist\/(build|web|types|image_decoders)$/,
  /\/pdfjs-dist\/legacy\/build\/.*\.min\.mjs$/,
  /\/(openai|sdk)\/src$/,
];

/** Programs for other systems, processors and for graphics cards. */
const isForeign = (path: string): boolean => {
  const here = `${process.platform}-${process.arch}`;
  const llama = /\/@node-llama-cpp\/([^/]+)$/.exec(path)?.[1];
  if (llama !== undefined) return llama !== here;
  const onnx = /\/onnxruntime-node\/bin\/napi-v6\/([^/]+)(?:\/([^/]+))?$/.exec(path);
  if (onnx !== null) return onnx[1] !== process.platform || (onnx[2] !== undefined && onnx[2] !== process.arch);
  const prebuilt = /\/prebuilds\/([^/]+)$/.exec(path)?.[1];
  return prebuilt !== undefined && !prebuilt.startsWith(here);
};

const isWanted = (path: string): boolean => {
  const inside = path.replaceAll("\\", "/").slice(root.length);
  return !isForeign(inside) && !unneeded.some((pattern) => pattern.test(inside));
};

interface Lockfile {
  readonly packages: Readonly<Record<string, { readonly dev?: boolean; readonly devOptional?: boolean }>>;
}

/** Copies what the headless host loads, built and installed here, to a folder of its own, with the Node it runs on as `bin/node`. */
const makeTree = (target: string): void => {
  mkdirSync(join(target, "bin"), { recursive: true });
  cpSync(join(root, "node_modules/node/bin/node"), join(target, "bin/node"), { dereference: true });
  for (const name of ["package.json", "LICENSE", "resources"]) cpSync(join(root, name), join(target, name), { recursive: true });
  for (const part of ["main", "renderer"])
    cpSync(join(root, "dist", part), join(target, "dist", part), { recursive: true, filter: (path) => !path.endsWith(".map") });
  const { packages } = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")) as Lockfile;
  for (const [place, { dev = false, devOptional = false }] of Object.entries(packages)) {
    // A package inside another comes with it.
    const isTop = /^node_modules\/(@[^/]+\/)?[^/]+$/.test(place);
    if (!isTop || dev || devOptional || !existsSync(join(root, place))) continue;
    cpSync(join(root, place), join(target, place), { recursive: true, filter: isWanted });
  }
};

const [target] = process.argv.slice(2);
if (target === undefined) {
  console.error("Usage: node build/container-tree.ts FOLDER");
  process.exit(2);
}
makeTree(resolve(target));
