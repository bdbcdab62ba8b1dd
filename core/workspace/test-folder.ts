import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ok } from "#core/base/schema";
import type { Anchoring } from "./anchor.ts";
import type { ApplyOptions, FolderFiles, Overlay } from "./files.ts";
import { openFolder } from "./open-folder.ts";
import type { Workspace } from "./schema.ts";

/** Everything below a folder, one line per entry: kind, mode, content. What "as it was, byte for byte" means. */
export const snapshot = (folder: string): Record<string, string> => {
  const found: Record<string, string> = {};
  const visit = (path: string) => {
    for (const name of readdirSync(join(folder, path)).toSorted()) {
      const inner = path === "" ? name : `${path}/${name}`;
      const full = join(folder, inner);
      const stats = lstatSync(full);
      const mode = (stats.mode & 0o7777).toString(8);
      if (stats.isDirectory()) {
        found[inner] = `folder ${mode}`;
        visit(inner);
      } else if (stats.isSymbolicLink()) found[inner] = `link ${readlinkSync(full)}`;
      else found[inner] = stats.isFile() ? `file ${mode} ${readFileSync(full, "hex")}` : "other";
    }
  };
  visit("");
  return found;
};

/** Files by path; a path that ends in "/" is a folder. */
export const plant = (folder: string, tree: Readonly<Record<string, string>>): void => {
  for (const [path, content] of Object.entries(tree)) {
    const full = join(folder, path);
    if (path.endsWith("/")) mkdirSync(full, { recursive: true });
    else {
      mkdirSync(join(full, ".."), { recursive: true });
      writeFileSync(full, content);
      chmodSync(full, 0o644);
    }
  }
};

/** Before-images in memory. */
export const createKeeper = () => {
  const kept = new Map<string, Uint8Array>();
  const keepBefore: ApplyOptions["keepBefore"] = async (sha256, content) => {
    const pieces: Uint8Array[] = [];
    if (content instanceof Uint8Array) pieces.push(content);
    else for await (const piece of content) pieces.push(piece);
    kept.set(sha256, new Uint8Array(Buffer.concat(pieces)));
    return ok(undefined);
  };
  return { kept, options: { keepBefore } };
};

export interface TestWorkspace {
  readonly path: string;
  readonly outside: string;
  readonly files: FolderFiles;
  readonly cleanup: () => Promise<void>;
}

/** A granted folder beside a folder that nobody granted. */
export const openTestWorkspace = async (
  tree: Readonly<Record<string, string>> = {},
  options: { readonly anchoring?: Anchoring | undefined; readonly access?: Workspace["access"] | undefined } = {},
): Promise<TestWorkspace> => {
  const parent = realpathSync(mkdtempSync(join(tmpdir(), "olympus-workspace-")));
  const path = join(parent, "granted");
  const outside = join(parent, "outside");
  mkdirSync(path);
  mkdirSync(outside);
  plant(path, tree);
  const opened = await openFolder(path, options.access ?? "write", { anchoring: options.anchoring });
  if (!opened.ok) throw new Error(JSON.stringify(opened.error));
  return {
    path,
    outside,
    files: opened.value,
    cleanup: async () => {
      await opened.value.close();
      rmSync(parent, { recursive: true, force: true });
    },
  };
};

/** Everything an overlay sees, as `snapshot` would show it on disk. Modes of folders are those on disk. */
export const overlaySnapshot = async (overlay: Overlay): Promise<Record<string, string>> => {
  const listed = await overlay.list("", { recursive: true, limit: 100_000 });
  if (!listed.ok) throw new Error(JSON.stringify(listed.error));
  const found: Record<string, string> = {};
  for (const { path, kind } of listed.value) {
    if (kind !== "file") found[path] = kind;
    else {
      const print = await overlay.fingerprint(path);
      const bytes = await overlay.read(path, { limitBytes: 1e6 });
      if (!bytes.ok || !print.ok || print.value.kind !== "file") throw new Error(`cannot read ${path}`);
      found[path] = `file ${print.value.mode.toString(8)} ${Buffer.from(bytes.value).toString("hex")}`;
    }
  }
  return found;
};
