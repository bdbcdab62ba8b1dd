// breaks: core-knows-no-electron-dom-http
export { WebSocket } from "ws";
