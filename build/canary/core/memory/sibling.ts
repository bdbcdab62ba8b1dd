// breaks: llm-and-memory-stay-apart
export { value } from "#core/llm";
