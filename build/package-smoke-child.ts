import { once } from "node:events";
import { existsSync, globSync, readFileSync, realpathSync } from "node:fs";
import { createRequire, isBuiltin, registerHooks } from "node:module";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { root } from "./root.ts";

/** Runs in a process of its own: `node package-smoke-child.ts PROGRAM UNPACKED`. Prints what it saw; any throw is the failure. */

const [program = "", unpacked = ""] = process.argv.slice(2);
const mainDir = join(program, "dist", "main");
const main = pathToFileURL(join(mainDir, "index.js")).href;
const fake = pathToFileURL(join(root, "main", "electron", "testing", "fake-electron.ts")).href;

registerHooks({
  resolve: (specifier, context, next) => (specifier === "electron" ? { url: fake, shortCircuit: true } : next(specifier, context)),
});

const { app, calls } = (await import(fake)) as typeof import("../main/electron/testing/fake-electron.ts");
const opened = once(app, "browser-window-created", { signal: AbortSignal.timeout(30_000) });
await import(main);
await opened;
// The window does not wait for the database.
const database = join(process.env["OLYMPUS_HOME"] ?? "", "olympus.sqlite");
const lastMs = performance.now() + 30_000;
while (!existsSync(database) && calls.errorBoxes.length === 0 && performance.now() < lastMs) await setTimeout(50);
if (calls.errorBoxes.length > 0) throw new Error(calls.errorBoxes.join("\n"));
if (!existsSync(database)) throw new Error("the window opened without a database");
console.log("the main bundle opened its window and its database");

/** Every package that the bundle names, as a static or a dynamic import. */
const packages = new Set<string>();
for (const file of globSync("*.js", { cwd: mainDir }))
  for (const [, name = ""] of readFileSync(join(mainDir, file), "utf8").matchAll(
    /(?:^(?:import|export) (?:.* from )?|\bimport\()"(@?[a-z][^"$]*)"/gm,
  ))
    if (!isBuiltin(name) && name !== "electron") packages.add(name);
const parent = createRequire(main);
const resolveFromMain = async (name: string): Promise<unknown> => {
  const hooks = registerHooks({
    resolve: (specifier, context, next) =>
      specifier === name ? next(specifier, { ...context, parentURL: main }) : next(specifier, context),
  });
  try {
    return await import(name);
  } finally {
    hooks.deregister();
  }
};
for (const name of [...packages].toSorted()) await resolveFromMain(name);
console.log(`${packages.size} imports of the bundle were loaded`);

const { Index } = parent("usearch") as { Index: new (dimensions: number, metric: string) => { add: (...a: unknown[]) => void } };
new Index(3, "cos").add(1n, new Float32Array([1, 2, 3]));
const { getLlama } = (await resolveFromMain("node-llama-cpp")) as typeof import("node-llama-cpp");
const llama = await getLlama({ gpu: false, build: "never", skipDownload: true, progressLogs: false });
await llama.dispose();
parent("@napi-rs/canvas");

const report = process.report.getReport() as { sharedObjects: string[] };
const natives = ["better-sqlite3", "onnxruntime-node", "usearch", "@node-llama-cpp", "@napi-rs"];
for (const name of natives) {
  const loaded = report.sharedObjects.filter((path) => path.replaceAll("\\", "/").includes(`/node_modules/${name}`));
  const outside = loaded.map((path) => realpathSync(path)).filter((path) => !path.startsWith(realpathSync(unpacked)));
  if (loaded.length === 0) throw new Error(`${name} loaded no library`);
  if (outside.length > 0) throw new Error(`${name} came from ${outside.join(", ")}`);
}
console.log(`native parts came from the unpacked places: ${natives.join(", ")}`);
app.quit();
process.exit(0);
