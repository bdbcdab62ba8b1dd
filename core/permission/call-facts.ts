import { createHash } from "node:crypto";
import type { Effect, Risk } from "#core/tools/schema";
import type { GatewayCall } from "./call.ts";

const ranks: readonly Risk[] = ["low", "medium", "high"];

export const higherRisk = (...risks: readonly Risk[]): Risk => ranks[Math.max(...risks.map((risk) => ranks.indexOf(risk)))] ?? "high";

const riskOfEffect = ({ type }: Effect): Risk => (type === "http" || type === "command" ? "high" : "medium");

/** The least risk that such effects have, whatever a tool or a plan says of itself. */
export const riskOfEffects = (effects: readonly Effect[]): Risk => higherRisk("low", ...effects.map(riskOfEffect));

/** Properties in code-unit order, so that equal values have equal text. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_key, part: unknown) =>
    typeof part === "object" && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([left], [right]) => (left < right ? -1 : 1)))
      : part,
  );

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

/** Equal for calls that do the same to the same things. */
export const callHashOf = ({ tool, input, effects, unpredictable, workspaceRoot }: GatewayCall): string =>
  sha256(canonical({ tool, input, effects, unpredictable, workspaceRoot }));

/** Equal for calls that ask for the same, whatever the world looks like. */
export const requestHashOf = ({ tool, input, workspaceRoot }: GatewayCall): string => sha256(canonical({ tool, input, workspaceRoot }));

/** Whether each effect is one of the approved, as often as it was approved. */
export const isApproved = (effects: readonly Effect[], approved: readonly Effect[] | null): boolean => {
  if (approved === null || effects.length === 0) return false;
  const left = approved.map(canonical);
  return effects.every((effect) => {
    const at = left.indexOf(canonical(effect));
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  });
};

/** Where a call sends something, without doubles, in order. */
export const destinationsOf = (effects: readonly Effect[]): string[] => [
  ...new Set(
    effects.flatMap((effect) => (effect.type === "http" ? [effect.host] : effect.type === "command" && effect.network ? ["any host"] : [])),
  ),
];

/** Whether data can leave the machine. An address alone can carry data, so every request counts. */
export const canSendOut = (effects: readonly Effect[]): boolean => destinationsOf(effects).length > 0;

/** The places of file effects, both ends of a move. */
export const pathsOf = (effects: readonly Effect[]): string[] =>
  effects.flatMap((effect) => {
    if (effect.type !== "file") return [];
    const { operation } = effect;
    return operation.type === "move" ? [operation.from, operation.to] : [operation.path];
  });
