import type { Aborted } from "#core/base";
import { err, ok, type Result } from "#core/base/schema";
import type { GatewayDep } from "#core/permission";
import type { ToolsDep } from "#core/tools";
import type { JsonValue, ToolInfo } from "#core/tools/schema";
import { createOverlay, type FolderFiles } from "#core/workspace";
import type { ReadText } from "./prompt.ts";
import type { Proposal } from "./read-answer.ts";
import type { Look, Task } from "./schema.ts";

/** All that a task may call outside a plan. */
const lookNames: ReadonlySet<string> = new Set(["files.list", "files.read", "files.search", "memory.search"]);

export const lookToolsOf = ({ tools }: ToolsDep): ToolInfo[] =>
  tools.list().filter(({ name, risk }) => lookNames.has(name) && risk === "low");

export interface Looked {
  readonly look: Look;
  /** What was seen; null when nothing was. */
  readonly data: ReadText | null;
  readonly untrusted: boolean;
}

const fromOf = (input: Readonly<Record<string, unknown>>): string => {
  const named = input["path"] ?? input["query"] ?? input["pattern"];
  return typeof named === "string" ? named : "";
};

/** A text as it is, other facts as JSON before it: escaped line ends would cost a small model dearly. */
const readable = (output: JsonValue): string => {
  if (typeof output === "string") return output;
  if (output === null || typeof output !== "object" || Array.isArray(output) || typeof output["text"] !== "string")
    return JSON.stringify(output);
  const { text, ...facts } = output;
  return `${JSON.stringify(facts)}\n${text}`;
};

/** Passages of the library say whether they are private. */
const hasPrivateHit = (output: JsonValue): boolean => {
  const hits = output !== null && typeof output === "object" && !Array.isArray(output) ? output["hits"] : null;
  return (
    Array.isArray(hits) && hits.some((hit) => hit !== null && typeof hit === "object" && !Array.isArray(hit) && hit["isPrivate"] === true)
  );
};

/**
 * One look, as in Observe whatever the task's mode is: through the gateway, on an overlay, with every outside effect refused. What goes wrong is told in
 * `look.note`. Marks the task once untrusted text was read. Errors: Aborted.
 */
export const lookAt = async (
  { gateway, tools }: GatewayDep & ToolsDep,
  { id, workspaceRoot }: Pick<Task, "id" | "workspaceRoot">,
  folder: FolderFiles,
  { input, tool: name }: Extract<Proposal, { action: "look" }>,
  signal: AbortSignal,
): Promise<Result<Looked, Aborted>> => {
  const refused = (note: string): Result<Looked, Aborted> =>
    ok({ look: { type: "look", tool: name, input, done: false, note }, data: null, untrusted: false });
  const tool = lookNames.has(name) ? tools.find(name) : null;
  if (tool === null || tool.info.risk !== "low")
    return refused(`"${name}" cannot be used to look. What changes anything belongs into the plan.`);

  const decided = gateway.check({
    runId: id,
    step: "look",
    tool: name,
    input,
    mode: "observe",
    risk: "low",
    workspaceRoot,
    effects: [],
    unpredictable: [],
    approved: null,
    retry: false,
  });
  if (!decided.ok) return refused(decided.error.reason);
  if (decided.value.decision !== "allowed") return refused("this would need a person's approval");

  const context = {
    files: createOverlay(folder),
    simulate: true,
    mayChange: [],
    allowedHosts: [],
    approvedHosts: [],
    privateHosts: [],
    beforeOutside: async () => err({ type: "EffectRefused" as const, reason: "a look has no effects" }),
  };
  const ran = await tool.run(input, context, signal);
  if (!ran.ok) return ran.error.type === "Aborted" ? err(ran.error) : refused(JSON.stringify(ran.error).slice(0, 1000));
  const { effects, output, unpredictable, untrusted } = ran.value;
  if (effects.length > 0 || unpredictable.length > 0) return refused("a look may not have effects");
  const from = fromOf(input);
  gateway.noteOutcome(id, { tool: name, untrusted, from });
  return ok({
    look: { type: "look", tool: name, input, done: true, note: "" },
    data: { from: `${name} ${from}`.trim(), text: readable(output), isPrivate: hasPrivateHit(output) },
    untrusted,
  });
};
