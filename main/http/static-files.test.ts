import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { expect, it } from "vitest";
import { createTestFolder } from "#core/testing";
import { createStaticFiles } from "./static-files.ts";

it("files that an update takes away under a running host are missing, and the host goes on", async () => {
  const folder = createTestFolder();
  mkdirSync(join(folder.path, "assets"));
  writeFileSync(join(folder.path, "index.html"), "<!doctype html><html><head></head></html>");
  writeFileSync(join(folder.path, "assets/app-1a2b.js"), "export {};");
  const server = createServer(createStaticFiles(folder.path));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const statusOf = async (path: string) => {
    const answer = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`);
    await answer.text();
    return answer.status;
  };
  expect([await statusOf("/assets/app-1a2b.js"), await statusOf("/"), await statusOf("/chat/one")]).toEqual([200, 200, 200]);
  rmSync(join(folder.path, "assets/app-1a2b.js"));
  expect(await statusOf("/assets/app-1a2b.js")).toBe(404);
  rmSync(join(folder.path, "index.html"));
  expect([await statusOf("/"), await statusOf("/chat/one")]).toEqual([503, 503]);
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  folder.cleanup();
});
