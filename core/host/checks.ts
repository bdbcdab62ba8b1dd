import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Models } from "#core/llm";
import type { Memory } from "#core/memory";
import type { Sandbox } from "#core/tools";

/** Starts the smallest command there is, locked up like every other. */
const tryCommand = async (sandbox: Sandbox): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), "olympus-doctor-"));
  try {
    const request = { command: "true", folder, network: false, timeoutMs: 10_000, memoryMb: 256, outputLimit: 1000 } as const;
    const ran = await sandbox.run(request, AbortSignal.timeout(15_000));
    if (ran.ok && ran.value.exitCode === 0) return "plans can run commands, locked up without network";
    if (ran.ok) throw new Error(`a command that does nothing ended with ${ran.value.exitCode}`);
    throw new Error(ran.error.type === "SandboxUnavailable" ? ran.error.reason : ran.error.type);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

/** What `doctor` looks at beyond the system itself; a look that throws says what is wrong and what to do. */
export const createChecks = (memory: Memory, models: Models, sandbox: Sandbox) => [
  { name: "Commands", look: () => tryCommand(sandbox) },
  {
    name: "Library",
    look: async (): Promise<string> => {
      const { chunkCount, documentCount } = memory.status();
      return documentCount === 0 ? "empty; add a folder to ask about it" : `${documentCount} documents, ${chunkCount} passages`;
    },
  },
  {
    name: "Search by meaning",
    look: async (): Promise<string> => {
      const { active, problem } = memory.embeddingStatus();
      if (problem === null) return `${active.name}, ${active.dimensions} dimensions`;
      const reason = problem.type === "EmbeddingFolderInvalid" ? `${problem.folder}: ${problem.reason}` : problem.reason;
      throw new Error(`${reason}; search goes on with ${active.name}`);
    },
  },
  {
    name: "Models",
    look: async (): Promise<string> => {
      const all = await models.list();
      const broken = all.filter(({ problem }) => problem !== null);
      if (broken.length > 0) throw new Error(broken.map(({ name, problem }) => `${name}: ${problem?.type}`).join(", "));
      return all.map(({ name }) => name).join(", ");
    },
  },
];
