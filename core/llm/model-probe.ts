import { err, ok, type Aborted, type Result } from "#core/base";
import type { LanguageModel } from "./language-model.ts";
import type { GenerateRequest, ModelAbilities, ModelError, ModelEvent, ToolSpec } from "./schema.ts";

/** Enough for the few values asked for; a model that needs more wanders off. */
const answerTokens = 400;
/** Each ability is tried with so many questions, and all must be managed: what works by chance does not carry a task. */
const jsonQuestions = ["Anna is calm today; she has 3 cats. Describe Anna.", "Peter shouted at 12 people this morning. Describe Peter."];
const toolQuestions = ["What is the weather in Oslo for the next 2 days?", "Will it rain in Bern? Look at 5 days."];

const personSchema = {
  type: "object",
  properties: { mood: { enum: ["calm", "angry"] }, count: { type: "integer" }, sure: { type: "boolean" } },
  required: ["mood", "count", "sure"],
} as const;

const weather: ToolSpec = {
  name: "weather",
  description: "Looks up the weather of a city for the next days",
  inputSchema: {
    type: "object",
    properties: { city: { enum: ["Bern", "Oslo"] }, days: { type: "integer" } },
    required: ["city", "days"],
  },
};

const request = (text: string, more: Partial<GenerateRequest>): GenerateRequest => ({
  messages: [{ role: "user", text }],
  sources: [],
  maxOutputTokens: answerTokens,
  temperature: 0,
  ...more,
});

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const isPerson = (value: unknown): boolean =>
  isRecord(value) &&
  personSchema.properties.mood.enum.some((mood) => mood === value["mood"]) &&
  Number.isInteger(value["count"]) &&
  typeof value["sure"] === "boolean";

const isWeatherCall = (event: ModelEvent): boolean =>
  event.type === "model-tool-call" &&
  event.call.name === weather.name &&
  isRecord(event.call.input) &&
  Object.keys(weather.inputSchema["properties"] as object).every((name) => isRecord(event.call.input) && name in event.call.input);

/** All events of one answer, or why it could not be given; an answer that breaks its form is an answer. */
const ask = async (
  model: LanguageModel,
  asked: GenerateRequest,
  signal: AbortSignal,
): Promise<Result<ModelEvent[], ModelError | Aborted>> => {
  const events: ModelEvent[] = [];
  for await (const event of model.generate(asked, signal)) events.push(event);
  const last = events.at(-1);
  return last?.type === "model-error" && last.error.type !== "AnswerInvalid" ? err(last.error) : ok(events);
};

const manages = async (
  model: LanguageModel,
  requests: readonly GenerateRequest[],
  judge: (events: readonly ModelEvent[]) => boolean,
  signal: AbortSignal,
): Promise<Result<boolean, ModelError | Aborted>> => {
  for (const asked of requests) {
    const events = await ask(model, asked, signal);
    if (!events.ok) return events;
    if (!judge(events.value)) return ok(false);
  }
  return ok(true);
};

/**
 * Tries whether a model keeps a small JSON schema and calls a tool when the question needs it: two questions each, at temperature 0. Whether the values
 * are right is not judged. Errors: whatever keeps the model from answering at all, and Aborted.
 */
export const probeModel = async (
  model: LanguageModel,
  nowMs: () => number,
  signal: AbortSignal,
): Promise<Result<ModelAbilities, ModelError | Aborted>> => {
  const keepsJson = await manages(
    model,
    jsonQuestions.map((text) => request(text, { jsonSchema: personSchema })),
    (events) => isPerson(parsed(events.map((event) => (event.type === "model-delta" ? event.text : "")).join(""))),
    signal,
  );
  if (!keepsJson.ok) return keepsJson;
  const callsTools = await manages(
    model,
    toolQuestions.map((text) => request(text, { tools: [weather] })),
    (events) => events.some(isWeatherCall),
    signal,
  );
  if (!callsTools.ok) return callsTools;
  return ok({ keepsJson: keepsJson.value, callsTools: callsTools.value, probedAtMs: nowMs() });
};
