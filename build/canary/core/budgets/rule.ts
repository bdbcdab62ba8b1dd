// breaks: restraint-imports-base-store-settings
export { value } from "#core/llm";
