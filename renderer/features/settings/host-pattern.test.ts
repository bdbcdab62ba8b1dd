import { expect, it } from "vitest";
import { hostPattern } from "./host-pattern.ts";

it.each([
  ["example.org", "example.org"],
  ["  Example.ORG ", "example.org"],
  ["*.example.org", "*.example.org"],
  ["https://example.org/a/page?q=1", "example.org"],
  ["http://127.0.0.1:8080/", "127.0.0.1:8080"],
  ["example.org:443", "example.org"],
  ["[::1]:8080", "[::1]:8080"],
])("%s is kept as %s", (text, kept) => {
  expect(hostPattern(text, [])).toEqual({ ok: true, value: kept });
});

it.each(["", "   ", "two words", "example.org/path", "*", "*.*.org", "ftp://example.org", "exa mple", "https://", "example.org:port"])(
  "“%s” is no host",
  (text) => {
    expect(hostPattern(text, [])).toEqual({ ok: false, error: "invalid" });
  },
);

it("the same host is not listed twice", () => {
  expect(hostPattern("HTTPS://Example.org", ["example.org"])).toEqual({ ok: false, error: "listed" });
});
