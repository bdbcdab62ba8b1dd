// breaks: core-knows-no-electron-dom-http
export { request } from "node:http";
