// breaks: feature-has-one-door
export { value } from "../features/chat/view.ts";
