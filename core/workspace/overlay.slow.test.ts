import { chmodSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, it } from "vitest";
import { systemAnchoring, type Anchoring } from "./anchor.ts";
import type { Files } from "./files.ts";
import { createOverlay } from "./overlay.ts";
import { createKeeper, openTestWorkspace, overlaySnapshot, snapshot } from "./test-folder.ts";

const names = ["a", "b", "c", "A", "ä", "d.txt"];
const path = fc.array(fc.constantFrom(...names), { minLength: 1, maxLength: 3 }).map((parts) => parts.join("/"));
const text = fc.constantFrom("", "one", "two", "three\n", "x".repeat(3000));

type Step = { readonly does: string; readonly run: (files: Files) => ReturnType<Files["write"]> };
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 2, arbitrary: path.map((at) => ({ does: `makeFolder ${at}`, run: (files: Files) => files.makeFolder(at) })) },
  {
    weight: 5,
    arbitrary: fc.tuple(path, text, fc.constantFrom(undefined, undefined, 0o600, 0o755)).map(([at, content, mode]) => ({
      does: `write ${at} ${content.slice(0, 5)} ${mode}`,
      run: (files: Files) => files.write(at, Buffer.from(content), { mode }),
    })),
  },
  {
    weight: 4,
    arbitrary: fc.tuple(path, path).map(([from, to]) => ({ does: `move ${from} ${to}`, run: (files: Files) => files.move(from, to) })),
  },
  { weight: 3, arbitrary: path.map((at) => ({ does: `trash ${at}`, run: (files: Files) => files.trash(at) })) },
);

const anchorings: readonly Anchoring[] = systemAnchoring() === "descriptor" ? ["descriptor", "checked-path"] : ["checked-path"];

const planted = {
  "a/b/d.txt": "deep",
  "a/c": "plain",
  "b/": "",
  "c/A/b": "seven",
  "c/d.txt": "lines\n",
  "d.txt": "top",
};

/** On disk a folder's line says its mode; the overlay promises none. */
const withoutFolderModes = (lines: Record<string, string>) =>
  Object.fromEntries(Object.entries(lines).map(([key, line]) => [key, line.replace(/^folder.*/, "folder")]));

it("[W12] [W13] whatever was done in an overlay, its operations bring the folder there, and backwards to what it was byte for byte, modes included", async () => {
  let applied = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 14 }), fc.constantFrom(...anchorings), async (steps, anchoring) => {
      const workspace = await openTestWorkspace(planted, { anchoring });
      try {
        chmodSync(join(workspace.path, "c/A"), 0o700);
        chmodSync(join(workspace.path, "a/c"), 0o640);
        const original = snapshot(workspace.path);
        const overlay = createOverlay(workspace.files);
        const answered: unknown[] = [];
        for (const { run } of steps) {
          const before = await overlaySnapshot(overlay);
          const result = await run(overlay);
          if (result.ok) answered.push(...result.value);
          // [W11] a call that fails has changed nothing.
          else expect(await overlaySnapshot(overlay)).toEqual(before);
        }
        const operations = overlay.operations();
        expect(operations).toEqual(answered);
        expect(snapshot(workspace.path)).toEqual(original);

        const promised = await overlaySnapshot(overlay);
        const { kept, options } = createKeeper();
        for (const operation of operations) {
          const contents =
            operation.type === "write-file" && operation.after.kind === "file" ? overlay.contents(operation.after.sha256) : undefined;
          expect(await workspace.files.apply(operation, contents ?? null, options)).toEqual({ ok: true, value: "applied" });
        }
        expect(withoutFolderModes(snapshot(workspace.path))).toEqual(promised);
        applied += operations.length;

        for (const operation of operations.toReversed()) {
          const before = "before" in operation && operation.before.kind === "file" ? kept.get(operation.before.sha256) : undefined;
          expect(await workspace.files.revert(operation, before ?? null, options)).toEqual({ ok: true, value: "applied" });
        }
        expect(snapshot(workspace.path)).toEqual(original);
      } finally {
        await workspace.cleanup();
      }
    }),
    { numRuns: 200 },
  );
  // Random paths that never fit would prove nothing.
  expect(applied).toBeGreaterThan(400);
});
