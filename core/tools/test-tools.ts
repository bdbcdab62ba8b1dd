import { chmodSync, lstatSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { err, ok } from "#core/base/schema";
import { createTestFolder } from "#core/testing";
import { createOverlay, openFolder, type Overlay } from "#core/workspace";
import { createTools, type ToolsDeps } from "./create-tools.ts";
import type { HttpAnswer, HttpRequest } from "./ports.ts";
import type { Effect } from "./schema.ts";
import type { ToolContext } from "./tool.ts";
import { noHttpClient } from "./unavailable.ts";

/** Tools over a real folder and an overlay on it; outside ports record what reached them. */
export const openTestTools = async (tree: Readonly<Record<string, string | Uint8Array>> = {}, changes: Partial<ToolsDeps> = {}) => {
  const folder = createTestFolder();
  const root = join(folder.path, "granted");
  mkdirSync(root);
  for (const [path, content] of Object.entries(tree)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    if (path.endsWith("/")) mkdirSync(join(root, path));
    else {
      writeFileSync(join(root, path), content);
      chmodSync(join(root, path), 0o644);
    }
  }
  const opened = await openFolder(root, "write");
  if (!opened.ok) throw new Error(JSON.stringify(opened.error));
  const files = opened.value;
  const outside: Effect[] = [];
  const notes: { title: string; text: string }[] = [];
  const hit = { chunkId: 1, path: "/a.md", title: "A", page: null, heading: "", text: "found", score: 1, isPrivate: true };
  const tools = createTools({
    http: noHttpClient,
    notifier: { send: async () => err({ type: "RequestFailed", url: "", reason: "nobody to tell in this test" }) },
    sandbox: { run: async () => ok({ exitCode: 0, stdout: "", stderr: "", truncated: false }) },
    library: {
      search: async () => ok({ hits: [hit] }),
      addNote: async (note) => {
        notes.push(note);
        return ok({ path: "/notes/a.md" });
      },
    },
    ...changes,
  });
  const overlay = (): Overlay => createOverlay(files);

  /** Runs one tool on an overlay of its own, or on the given one. */
  const run = (name: string, input: unknown, options: Partial<ToolContext> & { readonly signal?: AbortSignal } = {}) => {
    const tool = tools.find(name);
    if (tool === null) throw new Error(`no tool ${name}`);
    const context: ToolContext = {
      files: overlay(),
      simulate: false,
      mayChange: [],
      allowedHosts: null,
      approvedHosts: [],
      privateHosts: [],
      beforeOutside: async (effect) => {
        outside.push(effect);
        return ok(undefined);
      },
      ...options,
    };
    return tool.run(input, context, options.signal ?? new AbortController().signal);
  };

  /** Everything in the real folder and beside it, links not followed. */
  const snapshot = (): Record<string, string> => {
    const found: Record<string, string> = {};
    const visit = (path: string) => {
      for (const name of readdirSync(path).toSorted()) {
        const inner = join(path, name);
        const stats = lstatSync(inner);
        found[inner] = stats.isFile() ? `${stats.mode} ${readFileSync(inner, "hex")}` : `${stats.mode}`;
        if (stats.isDirectory()) visit(inner);
      }
    };
    visit(folder.path);
    return found;
  };

  return {
    root,
    tools,
    overlay,
    run,
    outside,
    notes,
    snapshot,
    cleanup: async () => {
      await files.close();
      folder.cleanup();
    },
  };
};

export type TestTools = Awaited<ReturnType<typeof openTestTools>>;

/** A web of canned answers by address; remembers what was asked, and that every address was checked. */
export const createScriptedWeb = (answers: Readonly<Record<string, Partial<HttpAnswer>>>) => {
  const asked: { method: string; url: string; body: string | null }[] = [];
  return {
    asked,
    http: {
      send: async ({ method, url, body }: HttpRequest) => {
        asked.push({ method, url: url.href, body: body === null ? null : Buffer.from(body).toString() });
        const answer = answers[url.href] ?? { status: 404 };
        return ok({
          status: 200,
          contentType: "text/plain",
          location: null,
          body: new Uint8Array(Buffer.from("hello")),
          truncated: false,
          ...answer,
        });
      },
    },
  };
};
