import type { GenerateRequest, ModelMessage } from "./schema.ts";

/**
 * The most tokens one picture counts for: eight tiles of 5,667 and 2,833 for the whole, which is what the dearest model of OpenAI takes for the largest
 * picture (platform.openai.com/docs/guides/images-vision); the other vendors stay below 5,000.
 */
const mostImageTokens = 48_200;
/** What a protocol adds to each message and tool: role marks, names, separators. */
const framingTokens = 16;
/** The hidden instructions that come with tools: 346 tokens at most (docs.anthropic.com, tool use pricing), rounded up. */
const toolsTokens = 400;
/** Bytes of prose that one token stands for; what is sent is estimated with it where no bound is needed. */
const bytesPerTokenUsually = 4;

const bytesOf = (text: string): number => Buffer.byteLength(text);

const imagesOf = (message: ModelMessage): number => (message.role === "user" ? (message.images?.length ?? 0) : 0);

const textBytes = ({ jsonSchema, messages, tools = [] }: GenerateRequest): number => {
  const said = messages.reduce(
    (sum, message) =>
      sum +
      bytesOf(message.text) +
      (message.role === "assistant" && message.toolCalls !== undefined ? bytesOf(JSON.stringify(message.toolCalls)) : 0),
    0,
  );
  return (
    said + (tools.length === 0 ? 0 : bytesOf(JSON.stringify(tools))) + (jsonSchema === undefined ? 0 : bytesOf(JSON.stringify(jsonSchema)))
  );
};

export const imageCount = ({ messages }: GenerateRequest): number => messages.reduce((sum, message) => sum + imagesOf(message), 0);

/** The most input tokens a request can count for, whoever counts: a token of any tokenizer stands for at least one byte. */
export const mostInputTokens = (request: GenerateRequest): number =>
  textBytes(request) +
  imageCount(request) * mostImageTokens +
  (request.messages.length + (request.tools?.length ?? 0)) * framingTokens +
  (request.tools === undefined || request.tools.length === 0 ? 0 : toolsTokens);

/** About how many input tokens a request has. */
export const likelyInputTokens = (request: GenerateRequest): number =>
  Math.ceil(textBytes(request) / bytesPerTokenUsually) + request.messages.length * 4;
