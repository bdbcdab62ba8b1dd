export { value } from "../../ui/button.ts";
