// breaks: bridge-imports-the-contract
export { value } from "../ui/button.ts";
