// breaks: contract-imports-schemas
export { shape } from "#core/chat/schema";
export { value } from "#core/base";
