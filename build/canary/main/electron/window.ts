// breaks: main-hosts-stay-apart
export { app } from "electron";
export { value } from "../http/server.ts";
