// breaks: llm-and-memory-stay-apart, memory-imports-foundation
export { value } from "#core/llm";
