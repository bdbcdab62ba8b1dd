import { createOverlay, openFolder } from "#core/workspace";
import type { Tool } from "#core/tools";
import { err, ok } from "#core/base/schema";
import { z } from "zod";
import { inRunningOrder } from "./order.ts";
import type { PlanDraft, PlanDraftInput } from "./schema.ts";
import { draftOf, need } from "./test-plans.ts";

/** A small generator with 32 bits of state (mulberry32), so that a case can be named by one number. */
export const randomFrom = (seed: number) => {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  return { next, below, pick: <T>(items: readonly T[]): T => items[below(items.length)] as T };
};

export interface RandomCase {
  readonly files: Readonly<Record<string, string>>;
  readonly draft: PlanDraft;
  /** A step fails for good when the plan runs, though the dry run foresees nothing of it. */
  readonly fails: boolean;
}

/** Foresees nothing and fails when it runs. */
export const failingTool: Tool = {
  info: { name: "test.fail", summary: "Fails when it runs.", risk: "low", inputSchema: { type: "object" } },
  input: z.object({}),
  run: async (_input, { simulate }) =>
    simulate
      ? ok({ output: null, effects: [], unpredictable: [], untrusted: false })
      : err({ type: "RequestFailed", url: "", reason: "it was meant to fail" }),
};

const parentOf = (path: string): string => path.split("/").slice(0, -1).join("/");

/** A small tree and a plan that fits it, as chance will have it; the same for the same seed. */
export const randomCase = (seed: number): RandomCase => {
  const { below, next, pick } = randomFrom(seed);
  const text = () => Array.from({ length: below(4) }, () => `${pick(["red", "green", "blue"])} ${below(100)}\n`).join("");
  const files = new Map<string, string>();
  const folders = new Set<string>();
  const notice = (path: string): void => {
    for (let parent = parentOf(path); parent !== ""; parent = parentOf(parent)) folders.add(parent);
  };
  const freshPath = (): string => {
    for (;;) {
      const path = [...Array.from({ length: below(3) }, () => pick(["a", "b", "c"])), `${pick(["x", "y", "z", "w"])}${below(40)}.txt`].join(
        "/",
      );
      let blocked = files.has(path) || folders.has(path);
      for (let parent = parentOf(path); parent !== ""; parent = parentOf(parent)) blocked ||= files.has(parent);
      if (!blocked) return path;
    }
  };
  const put = (path: string, content: string): void => {
    files.set(path, content);
    notice(path);
  };
  for (let count = 1 + below(6); count > 0; count -= 1) put(freshPath(), `start ${below(1000)}\n${text()}`);
  if (next() < 0.3) folders.add("empty");
  const start = { ...Object.fromEntries(files), ...(folders.has("empty") ? { "empty/": "" } : {}) };

  const steps: PlanDraftInput["steps"] = [];
  const stepCount = 1 + below(7);
  const failAt = next() < 0.35 ? below(stepCount) : -1;
  for (let index = 0; index < stepCount; index += 1) {
    const name = `s${index}`;
    // Mostly in a row; sometimes free, so that the executor finds the order by the places they touch.
    const after = index > 0 && next() < 0.5 ? [`s${index - 1}`] : [];
    const add = (tool: string, input: PlanDraftInput["steps"][number]["input"]): void =>
      void steps.push({ name, tool, input, after, rollback: "undo", retries: { attempts: 0, delayMs: 0 } });
    if (index === failAt) {
      // Comes after everything before it, so that there is something to take back.
      steps.push({
        name,
        tool: "test.fail",
        input: {},
        after: steps.map((step) => step.name),
        retries: { attempts: below(2), delayMs: 0 },
      });
      continue;
    }
    const known = [...files.keys()];
    switch (
      known.length === 0 ? "write" : pick(["write", "replace", "patch", "move", "move-folder", "copy", "trash", "trash-folder", "folder"])
    ) {
      case "replace": {
        const path = pick(known);
        const content = text();
        add("files.write", { path, text: content, encoding: "utf-8" });
        files.set(path, content);
        break;
      }
      case "patch": {
        const path = pick(known);
        const content = files.get(path) ?? "";
        const line = content.split("\n").find((candidate) => candidate !== "" && content.split(candidate).length === 2);
        if (line === undefined) add("files.read", { path, firstLine: 1, lineCount: 10 });
        else {
          add("files.patch", { path, edit: { type: "replace", oldText: line, newText: `changed ${index}` } });
          files.set(path, content.replace(line, `changed ${index}`));
        }
        break;
      }
      case "move": {
        const from = pick(known);
        const to = freshPath();
        add("files.move", { from, to });
        const content = files.get(from) ?? "";
        files.delete(from);
        put(to, content);
        break;
      }
      case "copy": {
        const from = pick(known);
        const to = freshPath();
        add("files.copy", { from, to });
        put(to, files.get(from) ?? "");
        break;
      }
      case "trash": {
        const path = pick(known);
        add("files.trash", { path });
        files.delete(path);
        break;
      }
      case "move-folder":
      case "trash-folder": {
        const top = [...folders].filter((folder) => !folder.includes("/"));
        const from = top.length === 0 ? undefined : pick(top);
        if (from === undefined) {
          add("files.list", { path: ".", recursive: true, limit: 100 });
          break;
        }
        const to = `moved-${index}`;
        const isMove = below(2) === 0;
        add(isMove ? "files.move" : "files.trash", isMove ? { from, to } : { path: from });
        for (const [path, content] of files) {
          if (!path.startsWith(`${from}/`)) continue;
          files.delete(path);
          if (isMove) files.set(`${to}${path.slice(from.length)}`, content);
        }
        for (const folder of folders) {
          if (folder !== from && !folder.startsWith(`${from}/`)) continue;
          folders.delete(folder);
          if (isMove) folders.add(`${to}${folder.slice(from.length)}`);
        }
        break;
      }
      case "folder": {
        const path = `made-${below(3)}/in`;
        add("files.make-folder", { path });
        folders.add(path);
        notice(path);
        break;
      }
      default: {
        const path = freshPath();
        const content = text();
        add("files.write", { path, text: content, encoding: "utf-8" });
        put(path, content);
      }
    }
  }
  return { files: start, draft: draftOf({ title: `case ${seed}`, steps }), fails: failAt >= 0 };
};

/** The folder as the plan should leave it, in the form of `snapshot`, worked out in memory by the tools alone. */
export const foreseenSnapshot = async (
  root: string,
  draft: PlanDraft,
  findTool: (name: string) => Tool | null,
): Promise<Record<string, string>> => {
  const world = need(await openFolder(root, "write"));
  const overlay = createOverlay(world);
  for (const step of need(inRunningOrder(draft.steps))) {
    const tool = findTool(step.tool);
    const context = {
      files: overlay,
      simulate: true,
      mayChange: [],
      allowedHosts: null,
      approvedHosts: [],
      privateHosts: [],
      beforeOutside: async () => ok(undefined),
    };
    if (tool !== null) need(await tool.run(step.input, context, new AbortController().signal));
  }
  const entries: Record<string, string> = {};
  for (const { kind, path } of need(await overlay.list("", { recursive: true, limit: 100_000 }))) {
    const fingerprint = need(await overlay.fingerprint(path));
    entries[path] =
      kind === "folder" || fingerprint.kind !== "file"
        ? "folder"
        : `${fingerprint.mode.toString(8)} ${Buffer.from(need(await overlay.read(path, { limitBytes: 1e9 }))).toString("base64")}`;
  }
  await world.close();
  return entries;
};
