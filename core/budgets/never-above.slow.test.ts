import fc from "fast-check";
import { afterEach, expect, it } from "vitest";
import { createFakeClock } from "#core/testing";
import type { Reservation } from "./budgets.ts";
import type { Allowance, BudgetSubjects, Spend } from "./schema.ts";
import { openTestBudgets } from "./test-budgets.ts";

const opened: ReturnType<typeof openTestBudgets>[] = [];
afterEach(() => opened.splice(0).forEach(({ store }) => store.cleanup()));

const names = ["a", "b", "c"] as const;
const measures = ["money", "tokens", "time"] as const;
const moments = fc.integer({ min: 0, max: 10_000 });

const allowances = fc.array(
  fc.record({
    scope: fc.constantFrom("day", "month", "provider-month", "conversation", "task", "schedule"),
    subject: fc.option(fc.constantFrom(...names)),
    measure: fc.constantFrom(...measures),
    amount: fc.integer({ min: 0, max: 4_000 }),
  }),
  { maxLength: 12 },
);
const callers = fc.array(
  fc.record({
    subjects: fc.record({
      modelId: fc.constantFrom("small", "big"),
      providerId: fc.option(fc.constantFrom(...names)),
      conversationId: fc.option(fc.constantFrom(...names), { nil: undefined }),
      taskId: fc.option(fc.constantFrom(...names), { nil: undefined }),
      scheduleId: fc.option(fc.constantFrom(...names), { nil: undefined }),
      purpose: fc.constant("chat"),
    }),
    worst: fc.record({
      costMicroUsd: fc.oneof(fc.integer({ min: 0, max: 300 }), fc.double({ min: 0, max: 300, noNaN: true })),
      tokens: fc.integer({ min: 0, max: 300 }),
      durationMs: fc.integer({ min: 0, max: 300 }),
    }),
    /** How much of the worst it used. */
    share: fc.double({ min: 0, max: 1, noNaN: true }),
    begins: moments,
    lasts: moments,
    end: fc.constantFrom("settle", "settle", "settle", "release", "nothing"),
  }),
  { minLength: 100, maxLength: 100 },
);

interface Call {
  readonly subjects: BudgetSubjects;
  readonly day: string;
  counted: { readonly money: number; readonly tokens: number; readonly time: number };
  state: "open" | "settled" | "lost";
}

const counted = ({ costMicroUsd, durationMs, tokens }: Spend) => ({ money: Math.ceil(costMicroUsd ?? 0), tokens, time: durationMs });

/** Written apart from the code under test: what each allowance covers, straight from the calls. */
const usedOf = (calls: Iterable<Call>, cap: Omit<Allowance, "id">, subject: string | null, day: string): number => {
  const covers = ({ day: ofCall, subjects }: Call): boolean => {
    switch (cap.scope) {
      case "day":
        return ofCall === day;
      case "month":
        return ofCall.slice(0, 7) === day.slice(0, 7);
      case "provider-month":
        return subjects.providerId === subject && ofCall.slice(0, 7) === day.slice(0, 7);
      case "conversation":
        return subjects.conversationId === subject;
      case "task":
        return subjects.taskId === subject;
      case "schedule":
        return subjects.scheduleId === subject;
    }
  };
  return [...calls].filter(covers).reduce((sum, call) => sum + call.counted[cap.measure], 0);
};

it("[B3, B5, B12] 100 callers at once, with crashes between call and end: nothing is ever above a cap, and every call is counted", async () => {
  const seen = { held: 0, refused: 0, restarts: 0, lost: 0 };
  await fc.assert(
    fc.asyncProperty(
      allowances,
      callers,
      fc.array(moments, { maxLength: 4 }),
      fc.array(fc.record({ at: moments, hours: fc.integer({ min: 1, max: 40 }) }), { maxLength: 4 }),
      async (given, calling, restarts, pauses) => {
        const rig = openTestBudgets(createFakeClock(Date.UTC(2026, 9, 23, 11)));
        opened.push(rig);
        const { clock, store } = rig;
        // Crashes here are of the object, not of the machine; what is on the disk is for crash.slow.test.ts.
        store.database.pragma("synchronous = OFF");
        let { budgets } = rig;
        // Money for each day in every run, so that calls that cost are made at all.
        const capList = [{ scope: "day", subject: null, measure: "money", amount: 5_000 } as const, ...given].map((cap) =>
          budgets.set(cap),
        );
        const caps = [...new Map(capList.map((cap) => [cap.id, cap])).values()];
        const today = () => new Date(clock.nowMs()).toLocaleDateString("sv-SE");
        const calls = new Map<string, Call>();
        const pending = new Map<number, Reservation>();

        const begin = (index: number): void => {
          const { subjects, worst } = calling[index] ?? expect.fail();
          const reserved = budgets.reserve(subjects, worst);
          if (reserved.ok) {
            seen.held += 1;
            calls.set(reserved.value.id, { subjects, day: today(), counted: counted(worst), state: "open" });
            pending.set(index, reserved.value);
            return;
          }
          seen.refused += 1;
          const { error } = reserved;
          if (error.type !== "BudgetReached") expect.fail(error.type);
          // A refusal is deserved: with this call the cap would have been passed.
          const cap = caps.find(({ id }) => id === error.allowanceId) ?? expect.fail();
          expect(usedOf(calls.values(), cap, error.subject, today()) + counted(worst)[cap.measure]).toBeGreaterThan(cap.amount);
        };
        const end = (index: number): void => {
          const reservation = pending.get(index);
          const { end: how, share, worst } = calling[index] ?? expect.fail();
          if (reservation === undefined || how === "nothing") return;
          pending.delete(index);
          const call = calls.get(reservation.id) ?? expect.fail();
          const used = {
            costMicroUsd: (worst.costMicroUsd ?? 0) * share,
            tokens: Math.floor(worst.tokens * share),
            durationMs: Math.floor(worst.durationMs * share),
          };
          if (how === "release") reservation.release();
          else reservation.settle(used);
          // After a crash the late end of a call changes nothing.
          if (call.state === "lost") return;
          if (how === "release") calls.delete(reservation.id);
          else Object.assign(call, { state: "settled", counted: counted(used) });
        };
        const crash = (): void => {
          seen.restarts += 1;
          budgets = rig.reopen();
          for (const call of calls.values()) {
            if (call.state !== "open") continue;
            call.state = "lost";
            seen.lost += 1;
          }
        };

        const steps: { readonly at: number; readonly run: () => void | Promise<void> }[] = [
          ...calling.flatMap(({ begins, lasts }, index) => [
            { at: begins, run: () => begin(index) },
            { at: begins + lasts, run: () => end(index) },
          ]),
          ...restarts.map((at) => ({ at, run: crash })),
          ...pauses.map(({ at, hours }) => ({ at, run: () => clock.advance(hours * 3_600_000) })),
        ];
        for (const { run } of steps.toSorted((left, right) => left.at - right.at)) {
          await run();
          for (const cap of budgets.status()) expect(cap.spent + cap.reserved).toBeLessThanOrEqual(cap.amount);
        }

        const days = new Set([...calls.values()].map(({ day }) => day));
        for (const cap of caps) {
          const subjects = cap.scope === "day" || cap.scope === "month" ? [null] : cap.subject === null ? names : [cap.subject];
          for (const subject of subjects) {
            const isReplaced = caps.some(
              (other) =>
                cap.subject === null &&
                other.scope === cap.scope &&
                other.measure === cap.measure &&
                other.subject === subject &&
                subject !== null,
            );
            if (isReplaced) continue;
            for (const day of days) expect(usedOf(calls.values(), cap, subject, day)).toBeLessThanOrEqual(cap.amount);
          }
        }
        const kept = budgets.charges({ limit: 500 });
        expect(Object.fromEntries(kept.map((charge) => [charge.id, [charge.state, counted(charge)]]))).toEqual(
          Object.fromEntries([...calls].map(([id, call]) => [id, [call.state, call.counted]])),
        );
        const sums = store.database
          .prepare(
            `SELECT day, sum(cost_micro_usd) FILTER (WHERE state <> 'open') AS spent, sum(cost_micro_usd) FILTER (WHERE state = 'open') AS reserved
             FROM budget_charges GROUP BY day`,
          )
          .all() as { day: string; spent: number | null; reserved: number | null }[];
        for (const { day, reserved, spent } of sums)
          expect(
            store.database.prepare("SELECT spent_money, reserved_money FROM budget_totals WHERE scope = 'day' AND period = ?").get(day),
          ).toEqual({ spent_money: spent ?? 0, reserved_money: reserved ?? 0 });
        opened.splice(opened.indexOf(rig), 1);
        store.cleanup();
      },
    ),
    { numRuns: 100, interruptAfterTimeLimit: 60_000 },
  );
  // The runs went through what they are about.
  expect(Math.min(seen.held, seen.refused, seen.restarts, seen.lost)).toBeGreaterThan(50);
});
