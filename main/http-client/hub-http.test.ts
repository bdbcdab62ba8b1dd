import * as vitest from "vitest";
import { expect, it } from "vitest";
import { hubHttpConformance } from "#core/testing";
import { createHubHttp } from "./hub-http.ts";

hubHttpConformance(vitest, "Node's client", (names) =>
  createHubHttp(async (hostname) => (names[hostname] ?? []).map((address) => ({ address, family: address.includes(":") ? 6 : 4 }))),
);

it("connects to the address that was looked at, whatever the name leads to a moment later", async () => {
  const looked: string[] = [];
  let lookups = 0;
  const network = createHubHttp(async () => [{ address: (lookups += 1) === 1 ? "127.0.0.2" : "127.0.0.1", family: 4 }]);
  // Nothing listens there; what counts is that no second look-up leads the connection elsewhere.
  const opened = await network.open(
    { url: new URL("http://rebind.example:9/"), headers: {}, refusalOf: (address) => (looked.push(address), null) },
    AbortSignal.timeout(3000),
  );
  expect([opened.ok, looked, lookups]).toEqual([false, ["127.0.0.2"], 1]);
});
