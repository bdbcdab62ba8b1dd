import type { RouteDecision } from "#core/router/schema";
import { answer, misused, type RunCommand } from "./command.ts";
import { withClient } from "./open-client.ts";

type Step = RouteDecision["chain"][number];

const costOf = ({ place, worstCostMicroUsd }: Step): string =>
  place !== "cloud" ? "" : worstCostMicroUsd === null ? ", price unknown" : `, at most $${(worstCostMicroUsd / 1e6).toFixed(6)}`;
const line = (step: Step): string => `  ${step.modelName} (${step.modelId}): ${step.reason}${costOf(step)}`;

const explained = ({ chain, excluded, features, privacy, ruleId, sentence }: RouteDecision): string =>
  [
    sentence,
    `${features.complexity} ${features.intent}, ${Math.round(features.confidence * 100)} % sure, language ${features.language}, about ${features.inputTokens} tokens, ${privacy}`,
    ...(ruleId === null ? [] : [`Rule: ${ruleId}`]),
    "Asked in this order:",
    ...chain.map(line),
    ...(excluded.length === 0 ? [] : ["Not asked:", ...excluded.map(line)]),
  ].join("\n");

/** Where a prompt would go. Nothing is sent and nothing is spent. */
export const runRoute: RunCommand = async ({ json, options, words }, terminal) => {
  const prompt = words.join(" ").trim();
  if (prompt === "") return misused(terminal, "The prompt is empty.");
  const modelId = typeof options["model"] === "string" ? options["model"] : null;
  const privacy = options["private"] === true ? "private" : "open";
  return withClient(terminal, json, async (client) => {
    const decision = await client.routing.explain({ prompt, privacy, modelId }, { signal: terminal.signal });
    if (options["explain"] === true) answer(terminal, json, decision, explained(decision));
    else {
      const first = decision.chain[0];
      const short = {
        modelId: first?.modelId ?? null,
        place: first?.place ?? null,
        reason: first?.reason ?? null,
        sentence: decision.sentence,
      };
      answer(terminal, json, short, decision.sentence);
    }
    return 0;
  });
};
