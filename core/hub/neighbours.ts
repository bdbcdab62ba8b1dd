import { z } from "zod";
import type { Neighbour } from "./schema.ts";

/** Where these programs listen when nobody changed it: their own documentation. */
const programs = [
  { program: "ollama", port: 11434 },
  { program: "lm-studio", port: 1234 },
  { program: "llama-cpp", port: 8080 },
] as const;

/** They are on this machine: one that does not answer at once is not there. */
const patienceMs = 1500;
/** A list of models is some kilobytes. */
const mostBytes = 512 * 1024;
const mostModels = 200;

const listSchema = z.object({ data: z.array(z.object({ id: z.string().min(1).max(200) })) });

export interface Door {
  readonly program: Neighbour["program"];
  readonly port: number;
}

const readLimited = async (response: Response): Promise<string | null> => {
  const parts: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const part of response.body ?? []) {
    sizeBytes += part.byteLength;
    if (sizeBytes > mostBytes) return null;
    parts.push(part);
  }
  return Buffer.concat(parts).toString("utf8");
};

const knock = async ({ program, port }: Door, signal: AbortSignal | undefined): Promise<Neighbour | null> => {
  const baseUrl = `http://127.0.0.1:${port}/v1`;
  const limit = AbortSignal.timeout(patienceMs);
  try {
    const response = await fetch(`${baseUrl}/models`, {
      redirect: "error",
      signal: signal === undefined ? limit : AbortSignal.any([signal, limit]),
    });
    const text = response.ok ? await readLimited(response) : null;
    const list = text === null ? null : listSchema.safeParse(JSON.parse(text));
    return list === null || !list.success ? null : { program, baseUrl, models: list.data.data.slice(0, mostModels).map(({ id }) => id) };
  } catch {
    // Nobody listens there, somebody else does, or they took too long: no neighbour either way.
    return null;
  }
};

/**
 * Programs on this machine that serve models now, with the models they have. Asks the loopback address only, each door once and all at the same time,
 * for at most 1.5 seconds; sends nothing but the question. What listens there without speaking the protocol is left out. Never fails.
 */
export const findNeighbours = async (signal?: AbortSignal, doors: readonly Door[] = programs): Promise<Neighbour[]> =>
  (await Promise.all(doors.map((door) => knock(door, signal)))).filter((found) => found !== null);
