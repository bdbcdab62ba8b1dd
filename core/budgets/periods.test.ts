import { afterEach, expect, it } from "vitest";
import { createFakeClock } from "#core/testing";
import { dayBefore, dayOf, nextDayMs, nextMonthMs } from "./periods.ts";
import { allowance, cloud, holding, openTestBudgets, spend } from "./test-budgets.ts";

const ownTimeZone = process.env["TZ"];
const opened: ReturnType<typeof openTestBudgets>[] = [];
afterEach(() => {
  opened.splice(0).forEach(({ store }) => store.cleanup());
  if (ownTimeZone === undefined) delete process.env["TZ"];
  else process.env["TZ"] = ownTimeZone;
});
/** Node reads the zone again when the variable is set. */
const inZone = (zone: string): void => void (process.env["TZ"] = zone);
const open = (startMs: number) => {
  const rig = openTestBudgets(createFakeClock(startMs));
  opened.push(rig);
  return rig;
};
const hourMs = 3_600_000;

it("[B11] a day has 23 hours when clocks go forward and 25 when they go back", () => {
  inZone("Europe/Berlin");
  const spring = Date.parse("2026-03-29T00:00:00+01:00");
  const autumn = Date.parse("2026-10-25T00:00:00+02:00");
  expect([nextDayMs(spring) - spring, nextDayMs(autumn) - autumn]).toEqual([23 * hourMs, 25 * hourMs]);
  expect([dayOf(autumn + 24 * hourMs), dayOf(autumn + 25 * hourMs)]).toEqual(["2026-10-25", "2026-10-26"]);
  expect(dayBefore(autumn + 24.5 * hourMs, 1)).toBe("2026-10-24");
  expect(nextMonthMs(autumn)).toBe(Date.parse("2026-11-01T00:00:00+01:00"));
});

it("[B11] where the clock skips midnight the day begins at the first moment there is", () => {
  inZone("Africa/Cairo");
  const before = Date.parse("2026-04-23T12:00:00+02:00");
  expect(nextDayMs(before)).toBe(Date.parse("2026-04-24T01:00:00+03:00"));
  expect(dayOf(nextDayMs(before))).toBe("2026-04-24");
  expect(dayOf(nextDayMs(before) - 1)).toBe("2026-04-23");
});

it.each([
  ["Europe/Berlin", "2026-03-28T23:30:00+01:00"],
  ["Europe/Berlin", "2026-10-24T23:30:00+02:00"],
  ["America/New_York", "2026-10-31T23:30:00-04:00"],
  ["Pacific/Kiritimati", "2026-12-31T23:30:00+14:00"],
])(
  "[B11] in %s the allowance of a day is whole again at the moment it said, and a call under way counts where it began (%s)",
  async (zone, start) => {
    inZone(zone);
    const { budgets, clock } = open(Date.parse(start));
    budgets.set(allowance("day", 100));
    const call = holding(budgets, cloud, spend(100));
    const reached = budgets.reserve(cloud, spend(1));
    const resetsAtMs = reached.ok || reached.error.type !== "BudgetReached" ? null : reached.error.resetsAtMs;
    expect(resetsAtMs).toBe(clock.nowMs() + hourMs / 2);
    await clock.advance(hourMs / 2 - 1);
    expect(budgets.check(cloud, spend(1)).ok).toBe(false);
    await clock.advance(1);
    expect(budgets.check(cloud, spend(100)).ok).toBe(true);
    call.settle(spend(80));
    expect(budgets.status()[0]).toMatchObject({ spent: 0, reserved: 0 });
    // The next day, of 23, 24 or 25 hours, ends when it says so too.
    holding(budgets, cloud, spend(100));
    await clock.advance((budgets.status()[0]?.resetsAtMs ?? 0) - clock.nowMs() - 1);
    expect(budgets.check(cloud, spend(1)).ok).toBe(false);
    await clock.advance(1);
    expect(budgets.check(cloud, spend(1)).ok).toBe(true);
  },
);

it("[B11] a month is the calendar's, for each provider too, and a clock set back finds what the day used", async () => {
  inZone("America/Sao_Paulo");
  const start = Date.parse("2026-02-28T22:00:00-03:00");
  const { budgets, clock } = open(start);
  budgets.set(allowance("month", 100));
  budgets.set(allowance("provider-month", 60, { subject: "provider_x" }));
  holding(budgets, cloud, spend(60)).settle(spend(60));
  expect(budgets.check(cloud, spend(1))).toMatchObject({ error: { scope: "provider-month", resetsAtMs: start + 2 * hourMs } });
  expect(budgets.check({ ...cloud, providerId: "provider_y" }, spend(40)).ok).toBe(true);
  await clock.advance(2 * hourMs);
  expect(budgets.check(cloud, spend(60)).ok).toBe(true);
  await clock.advance(-hourMs);
  expect(budgets.check(cloud, spend(1)).ok).toBe(false);
});

it("[B9] a watcher hears that a new day has begun", async () => {
  inZone("UTC");
  const { budgets, clock } = open(Date.UTC(2026, 4, 1, 23, 58));
  budgets.set(allowance("day", 100));
  holding(budgets, cloud, spend(70)).settle(spend(70));
  const stop = new AbortController();
  const watched = budgets.watch(stop.signal);
  expect((await watched.next()).value).toMatchObject([{ spent: 70 }]);
  const next = watched.next();
  await clock.advance(3 * 60_000);
  expect((await next).value).toMatchObject([{ spent: 0, left: 100 }]);
  stop.abort();
});
