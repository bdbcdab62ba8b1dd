import { randomBytes } from "node:crypto";
import { err, ok, type Result } from "#core/base/schema";
import type { PlanDraft, PlanError, PlanId } from "#core/plans/schema";
import type { FolderFiles } from "#core/workspace";
import { askModel } from "./ask-model.ts";
import { findBackground } from "./background.ts";
import type { LiveTask } from "./live-task.ts";
import { lookAt, lookToolsOf } from "./look.ts";
import type { AgentsDeps } from "./ports.ts";
import { touchesPrivate } from "./private-folder.ts";
import { assembleRequest, type Exchange, type ReadText } from "./prompt.ts";
import { readAnswer } from "./read-answer.ts";
import type { TaskError, TaskLimits } from "./schema.ts";
import type { TaskStore } from "./task-store.ts";

/** The last questions are for the plan and its one repair. */
const roundsForThePlan = 2;
/** The least that is worth asking for. */
const leastTokens = 50;
const mostProblemCharacters = 2000;

/** What the agent's thinking came to. */
export type Concluded = { readonly type: "answer"; readonly text: string } | { readonly type: "plan"; readonly planId: PlanId };

export interface ThinkOptions {
  readonly folder: FolderFiles;
  readonly limits: TaskLimits;
  readonly modelId: string | null;
  readonly ownGrant: boolean;
  readonly signal: AbortSignal;
}

interface WorkDeps extends AgentsDeps {
  readonly rows: TaskStore;
}

/** Failures that another plan would not meet either. */
const isFinal = (error: PlanError): boolean => ["Aborted", "WorkspaceUnusable", "PlanNotFound"].includes(error.type);

/** Looks and asks until a plan stands whose dry run worked, or an answer. Nothing has an effect here. Errors: whatever ends the task (SPEC.md). */
export const think = async (
  deps: WorkDeps,
  live: LiveTask,
  { folder, limits, modelId, ownGrant, signal }: ThinkOptions,
): Promise<Result<Concluded, TaskError>> => {
  const { gateway, models, plans, tools } = deps;
  const { id } = live.task();
  const fence = `----- ${randomBytes(9).toString("base64url")}`;
  const lookTools = lookToolsOf({ tools });
  const exchanges: Exchange[] = [];
  let unusable = 0;
  let plansThatFailed = 0;

  const markRead = (texts: readonly ReadText[]): void => {
    texts.forEach(({ from }) => gateway.noteOutcome(id, { tool: "agent", untrusted: true, from }));
    const { readFrom } = live.task();
    const added = texts.map(({ from }) => from).filter((from) => !readFrom.includes(from));
    if (added.length > 0) live.change({ readFrom: [...readFrom, ...new Set(added)] });
  };

  /** From the first private text on, only models on this machine are asked for this task. */
  const keepHere = (texts: readonly ReadText[]): void => {
    if (texts.some(({ isPrivate }) => isPrivate === true) && !live.task().isPrivate) live.change({ isPrivate: true });
  };

  /** Tells the model what was wrong with its answer, once; the second time in a row it is over. */
  const repair = (said: string, problem: string): void => {
    const shown = problem.slice(0, mostProblemCharacters);
    live.change({ repairs: live.task().repairs + 1 }, { type: "repair", problem: shown });
    live.tell({ type: "agent-repair", taskId: id, problem: shown });
    exchanges.push({ said, told: `That could not be used: ${shown}\nAnswer again, with one JSON object in one of the forms.`, data: null });
  };

  const propose = async (draft: PlanDraft): Promise<Result<PlanId, PlanError>> => {
    const { conversationId, readFrom, workspaceRoot } = live.task();
    const created = plans.create(draft, { workspaceRoot, conversationId, ownGrant });
    if (!created.ok) return created;
    const plan = created.value;
    // A plan made from what others wrote is marked before anybody can run it.
    readFrom.forEach((from) => gateway.noteOutcome(plan.id, { tool: "agent", untrusted: true, from }));
    const simulated = await plans.simulate(plan.id, signal);
    if (!simulated.ok) return simulated;
    const { hash } = simulated.value;
    live.change({ planId: plan.id, hash }, { type: "plan", planId: plan.id, title: plan.title, hash });
    live.tell({ type: "agent-plan", taskId: id, plan, simulation: simulated.value });
    return ok(plan.id);
  };

  const { isPrivate: isMarked, workspaceRoot: root } = live.task();
  if (!isMarked && touchesPrivate(root, deps.library)) live.change({ isPrivate: true });
  const background = await findBackground(deps, live.task(), signal);
  if (!background.ok) return background;
  markRead(background.value);
  keepHere(background.value);

  for (;;) {
    const { goal, inputTokens, mode, outputTokens, rounds } = live.task();
    const tokensLeft = limits.tokens - inputTokens - outputTokens;
    if (rounds >= limits.rounds) return err({ type: "TaskLimitReached", limit: "rounds", allowed: limits.rounds });
    if (tokensLeft < leastTokens) return err({ type: "TaskLimitReached", limit: "tokens", allowed: limits.tokens });
    const canLook = rounds < limits.rounds - roundsForThePlan && lookTools.length > 0;
    const parts = {
      task: { id, goal, mode },
      tools: tools.list(),
      lookTools,
      context: background.value,
      exchanges,
      fence,
      canLook,
      tokensLeft,
    };
    const { conversationId, costMicroUsd, isPrivate } = live.task();
    const asked = await askModel(models, (model) => assembleRequest(parts, model), {
      modelId,
      signal,
      purpose: "agent",
      about: { taskId: id, conversationId: conversationId ?? undefined },
      privacy: isPrivate ? "private" : "open",
      text: goal,
    });
    const { answer, info, usage } = asked;
    live.change({
      rounds: rounds + 1,
      inputTokens: inputTokens + usage.inputTokens,
      outputTokens: outputTokens + usage.outputTokens,
      costMicroUsd: costMicroUsd === null || asked.costMicroUsd === null ? null : costMicroUsd + asked.costMicroUsd,
      ...(info === null ? {} : { modelId: info.id, modelName: info.name }),
    });
    if (!answer.ok && answer.error.type !== "AnswerInvalid") return answer;

    const said = answer.ok ? answer.value : "";
    const read = answer.ok ? readAnswer(said, { goal, mode }) : err(answer.error.type === "AnswerInvalid" ? answer.error.reason : "");
    if (!read.ok) {
      unusable += 1;
      if (unusable > 1) return err({ type: "AnswerInvalid", reason: read.error });
      repair(said, read.error);
      continue;
    }
    unusable = 0;
    const proposal = read.value;
    switch (proposal.action) {
      case "answer":
        return ok({ type: "answer", text: proposal.text });
      case "look": {
        const looked = canLook
          ? await lookAt(deps, live.task(), folder, proposal, signal)
          : ok({
              look: {
                type: "look" as const,
                tool: proposal.tool,
                input: proposal.input,
                done: false,
                note: "enough was looked at; propose the plan now",
              },
              data: null,
              untrusted: false,
            });
        if (!looked.ok) return looked;
        const { data, look, untrusted } = looked.value;
        if (untrusted && data !== null) markRead([data]);
        if (data !== null) keepHere([data]);
        live.change({}, look);
        live.tell({ type: "agent-look", taskId: id, look });
        exchanges.push({ said, told: look.done ? "This is what was found:" : `Refused: ${look.note}`, data });
        break;
      }
      case "plan": {
        const planned = await propose(proposal.draft);
        if (planned.ok) return ok({ type: "plan", planId: planned.value });
        plansThatFailed += 1;
        if (isFinal(planned.error) || plansThatFailed > 1) return planned;
        repair(said, JSON.stringify(planned.error));
        break;
      }
    }
  }
};
