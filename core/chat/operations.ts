import { implement } from "@orpc/server";
import { contract, unwrap } from "#core/contract";
import type { Chat } from "./chat.ts";

const os = implement(contract.chat);
const foldersOs = implement(contract.folders);
const imagesOs = implement(contract.images);
const queueOs = implement(contract.queue);

export const chatOperations = (chat: Chat) =>
  os.router({
    list: os.list.handler(({ input }) => [...chat.list(input)]),
    watch: os.watch.handler(({ signal }) => chat.watch(signal)),
    organise: os.organise.handler(({ input: { conversationId, ...patch } }) => unwrap(chat.organise(conversationId, patch))),
    markRead: os.markRead.handler(({ input }) => unwrap(chat.markRead(input.conversationId))),
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
    search: os.search.handler(({ input }) => [...chat.search(input.query, input.limit, input)]),
    find: os.find.handler(async ({ input, signal }) => [...unwrap(await chat.find(input.conversationId, input.query, input.by, signal))]),
    export: os.export.handler(({ input }) => unwrap(chat.export(input.conversationId, input.format))),
  });

export const foldersOperations = ({ folders }: Chat) =>
  foldersOs.router({
    list: foldersOs.list.handler(() => folders.list()),
    create: foldersOs.create.handler(({ input }) => unwrap(folders.create(input.name))),
    rename: foldersOs.rename.handler(({ input }) => unwrap(folders.rename(input.folderId, input.name))),
    move: foldersOs.move.handler(({ input }) => unwrap(folders.move(input.folderId, input.position))),
    remove: foldersOs.remove.handler(({ input }) => ({ removed: folders.remove(input.folderId) })),
  });

export const queueOperations = ({ queue }: Chat) =>
  queueOs.router({
    get: queueOs.get.handler(({ input }) => unwrap(queue.get(input.conversationId))),
    add: queueOs.add.handler(({ input }) => unwrap(queue.add(input))),
    update: queueOs.update.handler(({ input }) => unwrap(queue.update(input.queuedId, input.text))),
    move: queueOs.move.handler(({ input }) => unwrap(queue.move(input.queuedId, input.position))),
    remove: queueOs.remove.handler(({ input }) => unwrap(queue.remove(input.queuedId))),
    resume: queueOs.resume.handler(({ input }) => unwrap(queue.resume(input.conversationId))),
  });

export const imagesOperations = ({ images }: Chat) =>
  imagesOs.router({
    add: imagesOs.add.handler(({ input }) => unwrap(images.add(input.title, Buffer.from(input.base64, "base64")))),
    read: imagesOs.read.handler(({ input }) => unwrap(images.read(input.imageId))),
  });
