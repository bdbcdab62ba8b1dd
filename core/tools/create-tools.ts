import { filesCopy } from "./files-copy.ts";
import { filesList } from "./files-list.ts";
import { filesMakeFolder } from "./files-make-folder.ts";
import { filesMove } from "./files-move.ts";
import { filesPatch } from "./files-patch.ts";
import { filesRead } from "./files-read.ts";
import { createFilesSearch } from "./files-search.ts";
import { filesTrash } from "./files-trash.ts";
import { filesWrite } from "./files-write.ts";
import { createHttpFetch } from "./http-fetch.ts";
import { createMemoryAdd } from "./memory-add.ts";
import { createMemorySearch } from "./memory-search.ts";
import { createNotifySend } from "./notify-send.ts";
import type { HttpClientDep, LibraryPortDep, NotifierDep, SandboxDep } from "./ports.ts";
import type { ToolInfo } from "./schema.ts";
import { createShellRun } from "./shell-run.ts";
import type { Tool } from "./tool.ts";

export interface ToolsDeps extends HttpClientDep, LibraryPortDep, NotifierDep, SandboxDep {}

/** Everything Olympus can do to the world, by name. */
export interface Tools {
  /** By name. */
  readonly list: () => ToolInfo[];
  readonly find: (name: string) => Tool | null;
}

export interface ToolsDep {
  readonly tools: Tools;
}

export const createTools = (deps: ToolsDeps): Tools => {
  const tools = [
    filesCopy,
    filesList,
    filesMakeFolder,
    filesMove,
    filesPatch,
    filesRead,
    createFilesSearch(),
    filesTrash,
    filesWrite,
    createHttpFetch(deps),
    createMemoryAdd(deps),
    createMemorySearch(deps),
    createNotifySend(deps),
    createShellRun(deps),
  ];
  const byName = new Map(tools.map((tool) => [tool.info.name, tool]));
  return { list: () => tools.map(({ info }) => info), find: (name) => byName.get(name) ?? null };
};
