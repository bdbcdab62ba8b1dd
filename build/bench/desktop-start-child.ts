import { registerHooks } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "../root.ts";

/** Runs in a process of its own: `node desktop-start-child.ts ENTRY`, with `OLYMPUS_HOME` set. Prints one line of JSON and ends at once. */

const [entry = ""] = process.argv.slice(2);
const fake = pathToFileURL(join(root, "main", "electron", "testing", "fake-electron.ts")).href;

registerHooks({
  resolve: (specifier, context, next) => (specifier === "electron" ? { url: fake, shortCircuit: true } : next(specifier, context)),
});

const { app, calls } = (await import(fake)) as typeof import("../../main/electron/testing/fake-electron.ts");

/** Programs of other languages that this process has loaded so far. */
const nativeFiles = (): string[] =>
  (process.report.getReport() as unknown as { readonly sharedObjects: readonly string[] }).sharedObjects.filter((file) =>
    file.endsWith(".node"),
  );

// As in Electron, the program is ready after its first lines have run, not in the middle of them.
app.whenReady = () => new Promise((resolve) => setImmediate(resolve));
const beginMs = performance.now();
app.once("browser-window-created", () => {
  const windowMs = performance.now() - beginMs;
  const native = nativeFiles();
  process.stdout.write(`${JSON.stringify({ evaluatedMs, windowMs, native, errors: calls.errorBoxes })}\n`, () => process.exit(0));
});
let evaluatedMs: number | null = null;
await import(pathToFileURL(entry).href);
evaluatedMs = performance.now() - beginMs;
