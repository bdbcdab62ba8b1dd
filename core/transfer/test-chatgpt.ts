import { createTestZip } from "#core/testing";

/** A node of a made-up export. `at` in seconds. */
export interface TestNode {
  readonly id: string;
  readonly parent?: string | null;
  readonly role?: string;
  readonly text?: string;
  readonly at?: number | null;
  readonly content?: unknown;
  readonly message?: Readonly<Record<string, unknown>> | null;
  readonly children?: readonly string[];
}

/** A conversation in the form of a ChatGPT export, with the children of every node worked out. */
export const chatGptConversation = (
  id: string,
  nodes: readonly TestNode[],
  more: Readonly<Record<string, unknown>> = {},
): Readonly<Record<string, unknown>> => ({
  title: `About ${id}`,
  create_time: 1_700_000_000.25,
  update_time: 1_700_000_900.5,
  conversation_id: id,
  id,
  current_node: nodes.at(-1)?.id ?? null,
  default_model_slug: "gpt-4o",
  is_archived: false,
  mapping: Object.fromEntries(
    nodes.map((node) => [
      node.id,
      {
        id: node.id,
        parent: node.parent ?? null,
        children: node.children ?? nodes.filter(({ parent }) => parent === node.id).map((child) => child.id),
        message:
          node.role === undefined
            ? null
            : {
                id: node.id,
                author: { role: node.role, name: null, metadata: {} },
                create_time: node.at === undefined ? 1_700_000_001 : node.at,
                content: node.content ?? { content_type: "text", parts: [node.text ?? ""] },
                status: "finished_successfully",
                weight: 1,
                recipient: "all",
                metadata: {},
                ...node.message,
              },
      },
    ]),
  ),
  ...more,
});

/** One question and one answer below a hidden root. */
export const shortConversation = (id: string, question = `What is ${id}?`, answer = `${id} is a name.`) =>
  chatGptConversation(id, [
    { id: `${id}-root` },
    { id: `${id}-q`, parent: `${id}-root`, role: "user", text: question },
    { id: `${id}-a`, parent: `${id}-q`, role: "assistant", text: answer, message: { metadata: { model_slug: "gpt-4o-mini" } } },
  ]);

export const chatGptZip = (
  conversations: readonly unknown[],
  others: readonly { readonly name: string; readonly data: Uint8Array | string }[] = [],
) =>
  createTestZip([
    { name: "user.json", data: '{"id":"user-1"}' },
    { name: "conversations.json", data: JSON.stringify(conversations) },
    { name: "chat.html", data: "<html></html>" },
    ...others,
  ]);
