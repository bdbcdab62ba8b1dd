import { expect, it } from "vitest";
import { createFakeClock } from "#core/testing";
import { addressKey, createLockOut } from "./lock-out.ts";

it.each([
  ["127.0.0.1", "127.0.0.1"],
  ["::ffff:10.0.0.7", "10.0.0.7"],
  ["::1", "::1"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
  ["2001:db8::9", "2001:db8:0:0::/64"],
  ["fe80::1%eth0", "fe80:0:0:0::/64"],
  [undefined, "unknown"],
])("%s counts as %s", (address, key) => expect(addressKey(address)).toBe(key));

it("waits twice as long after each failure, at most a quarter of an hour, and forgets after an hour", async () => {
  const clock = createFakeClock();
  const lockOut = createLockOut({ clock });
  const waits: number[] = [];
  for (let failure = 0; failure < 12; failure += 1) {
    lockOut.count("a");
    waits.push(lockOut.waitMs("a") / 1000);
  }
  expect(waits).toEqual([0, 0, 0, 0, 30, 60, 120, 240, 480, 900, 900, 900]);
  expect(lockOut.waitMs("b")).toBe(0);
  await clock.advance(60 * 60_000);
  expect([lockOut.waitMs("a"), lockOut.count("a")]).toEqual([0, 4]);
});

it("starts anew after the right secret", () => {
  const lockOut = createLockOut({ clock: createFakeClock() });
  for (let failure = 0; failure < 5; failure += 1) lockOut.count("a");
  lockOut.forgive("a");
  expect([lockOut.waitMs("a"), lockOut.count("a")]).toEqual([0, 4]);
});
