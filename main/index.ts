import { runDesktop } from "./electron/desktop.ts";

runDesktop();
