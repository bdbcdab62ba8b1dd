import { implement } from "@orpc/server";
import { contract, unwrap } from "#core/contract";
import type { Prompts } from "./prompts.ts";

const os = implement(contract.prompts);

export const promptsOperations = (prompts: Prompts) =>
  os.router({
    list: os.list.handler(() => [...prompts.list()]),
    create: os.create.handler(({ input }) => unwrap(prompts.create(input))),
    update: os.update.handler(({ input: { promptId, ...draft } }) => unwrap(prompts.update(promptId, draft))),
    remove: os.remove.handler(({ input }) => unwrap(prompts.remove(input.promptId))),
    used: os.used.handler(({ input }) => unwrap(prompts.used(input.promptId))),
  });
