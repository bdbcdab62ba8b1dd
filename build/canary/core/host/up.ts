// breaks: core-stays-in-core, host-imports-core
export { value } from "../../main/http/server.ts";
