import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { calls, ipcRenderer } from "../main/electron/testing/fake-electron.ts";

interface Posted {
  readonly message: unknown;
  readonly ports: readonly unknown[];
}

const posted: Posted[] = [];
const page = Object.assign(new EventTarget(), {
  postMessage: (message: unknown, _origin: string, ports: readonly unknown[]) => posted.push({ message, ports }),
});

beforeEach(() => vi.stubGlobal("window", page));
afterEach(() => vi.unstubAllGlobals());

it("exposes the path of a dropped file and nothing else, and passes on exactly one port", async () => {
  await import("./preload.ts");
  expect(Object.keys(calls.exposed)).toEqual(["olympusDesktop"]);
  const exposed = calls.exposed["olympusDesktop"] as { readonly pathForFile: (file: File) => string };
  expect(Object.keys(exposed)).toEqual(["pathForFile"]);
  expect(exposed.pathForFile(new File([], "a.pdf"))).toBe("/home/a.pdf");

  expect(calls.sent).toEqual([]);
  page.dispatchEvent(new Event("load"));
  expect(calls.sent).toEqual(["olympus-port"]);
  const port = {};
  ipcRenderer.emit("olympus-port", { ports: [port] });
  ipcRenderer.emit("olympus-port", { ports: [{}] });
  expect(posted).toEqual([{ message: "olympus-port", ports: [port] }]);
});
