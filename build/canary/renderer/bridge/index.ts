export { value } from "#core/contract";
export { shape } from "#core/chat/schema";
