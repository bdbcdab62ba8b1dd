import type { Memory } from "#core/memory";
import type { Models } from "#core/llm";

/** What `doctor` looks at beyond the system itself; a look that throws says what is wrong and what to do. */
export const createChecks = (memory: Memory, models: Models) => [
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
