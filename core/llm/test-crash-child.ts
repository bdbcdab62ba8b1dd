/** Opens a data folder with one model file and ends by a signal in the middle of native work. Arguments: data folder, model file, loading|answering, signal. */
import { writeSync } from "node:fs";
import { createRouterClient } from "@orpc/server";
import { openTestHost } from "./test-host.ts";

const [dataDir = "", modelPath = "", doing = "", signal = "SIGKILL"] = process.argv.slice(2);
const { router } = await openTestHost(dataDir);
const client = createRouterClient(router);
const { id } = await client.models.addFile({ path: modelPath });
const conversation = await client.chat.create({ title: "" });
writeSync(1, JSON.stringify({ modelId: id, conversationId: conversation.id }));

if (doing === "loading")
  for await (const { done } of await client.engine.load({ modelId: id })) if (!done) process.kill(process.pid, signal);

let deltas = 0;
for await (const event of await client.chat.send({ conversationId: conversation.id, text: "What runs to the sea?", modelId: id })) {
  if (event.type === "chat-delta") deltas += 1;
  if (deltas === 5) process.kill(process.pid, signal);
}
