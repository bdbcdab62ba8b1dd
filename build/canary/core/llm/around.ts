// breaks: models-are-opened-for-the-gateway, wires-are-opened-in-one-place
export { value } from "./open-model.ts";
export { value as other } from "./openai.ts";
