import { implement } from "@orpc/server";
import { contract, unwrap } from "#core/contract";
import type { Chat } from "./chat.ts";

const os = implement(contract.chat);

export const chatOperations = (chat: Chat) =>
  os.router({
    list: os.list.handler(({ input }) => [...chat.list(input.limit, input.offset)]),
    create: os.create.handler(({ input }) => chat.create(input.title)),
    open: os.open.handler(({ input }) => unwrap(chat.open(input.conversationId, input.limit))),
    page: os.page.handler(({ input }) => unwrap(chat.page(input.conversationId, input.start, input.limit))),
    send: os.send.handler(({ input, signal }) => unwrap(chat.send(input, signal))),
    edit: os.edit.handler(({ input, signal }) => unwrap(chat.edit(input, signal))),
    regenerate: os.regenerate.handler(({ input, signal }) => unwrap(chat.regenerate(input, signal))),
    follow: os.follow.handler(({ input, signal }) => chat.follow(input.conversationId, signal)),
    stop: os.stop.handler(async ({ input }) => ({ stopped: await chat.stop(input.conversationId) })),
    select: os.select.handler(({ input }) => unwrap(chat.select(input.messageId))),
    message: os.message.handler(({ input }) => unwrap(chat.message(input.messageId))),
    rename: os.rename.handler(({ input }) => unwrap(chat.rename(input.conversationId, input.title))),
    remove: os.remove.handler(async ({ input }) => ({ removed: await chat.remove(input.conversationId) })),
    search: os.search.handler(({ input }) => [...chat.search(input.query, input.limit)]),
    export: os.export.handler(({ input }) => unwrap(chat.export(input.conversationId, input.format))),
  });
