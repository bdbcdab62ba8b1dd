// breaks: memory-imports-foundation
export { value } from "#core/chat";
