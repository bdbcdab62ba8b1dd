// breaks: intelligence-imports-foundation
export { value } from "#core/chat";
