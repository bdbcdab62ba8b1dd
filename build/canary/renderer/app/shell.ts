export { value } from "../features/chat/index.ts";
