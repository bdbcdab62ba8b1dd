import { expect, it } from "vitest";
import { hostRulesOf, mayAsk } from "./host-rules.ts";

it.each([
  ["example.org", ["example.org"], true],
  ["www.example.org", ["example.org"], false],
  ["www.example.org", ["*.example.org"], true],
  ["a.b.example.org", ["*.example.org"], true],
  ["example.org", ["*.example.org"], false],
  ["evilexample.org", ["*.example.org"], false],
  [".example.org", ["*.example.org"], false],
  ["example.org.evil.net", ["example.org", "*.example.org"], false],
  ["example.org:8443", ["example.org"], false],
  ["www.example.org:8443", ["*.example.org"], false],
  ["www.example.org:8443", ["*.example.org:8443"], true],
  ["anything.example", [], true],
])("%s with the list %j may be asked: %j", (host, list, allowed) => {
  expect(mayAsk(host, hostRulesOf(list))).toBe(allowed);
});

it("a private host is one only where the list spells it out", () => {
  const list = ["localhost:3000", "192.168.1.7", "[::1]:80", "nas.local", "*.lan", "example.org", "8.8.8.8"];
  expect(hostRulesOf(list).privateHosts).toEqual(["localhost:3000", "192.168.1.7", "[::1]:80", "nas.local"]);
});
