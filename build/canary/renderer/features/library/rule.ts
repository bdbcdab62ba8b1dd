// breaks: features-stay-apart
export { value } from "../chat/index.ts";
