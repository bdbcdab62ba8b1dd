export { value } from "./view.ts";
