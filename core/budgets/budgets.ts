import { reasonOf, type ClockDep, type IdsDep, type LogDep } from "#core/base";
import { err, ok, type Result } from "#core/base/schema";
import type { StoreDep } from "#core/store";
import { createLedger } from "./ledger.ts";
import { dayBefore, dayOf } from "./periods.ts";
import { findRoom, findTimeLeftMs, statusOf } from "./room.ts";
import type { Allowance, AllowanceStatus, BudgetDay, BudgetError, BudgetSubjects, Charge, ReservationId, Spend } from "./schema.ts";
import { toAmounts, toSpend } from "./spending.ts";

/** Why a call may not be made; nothing is held then. */
export type BudgetRefusal = Exclude<BudgetError, { type: "AllowanceNotFound" }>;
type AllowanceNotFound = Extract<BudgetError, { type: "AllowanceNotFound" }>;

/** The worst a call can use, held until the first `settle` or `release`; whichever comes later does nothing. Neither throws. */
export interface Reservation {
  readonly id: ReservationId;
  readonly held: Spend;
  /** Counts what was used in place of what was held. A null cost counts the held one. */
  readonly settle: (actual: Spend) => void;
  /** Nothing was sent; nothing counts. */
  readonly release: () => void;
}

export interface Budgets {
  /** Checks every allowance that covers the call against spent + reserved + worst and holds the worst, on disk when it returns. */
  readonly reserve: (subjects: BudgetSubjects, worst: Spend) => Result<Reservation, BudgetRefusal>;
  /** What `reserve` would say now; holds nothing. */
  readonly check: (subjects: BudgetSubjects, worst: Spend) => Result<void, BudgetRefusal>;
  /** The time that calls of these subjects may still take; null: not limited. */
  readonly timeLeftMs: (subjects: BudgetSubjects) => number | null;
  /** Every allowance: day, month, provider, then the rest. */
  readonly status: () => AllowanceStatus[];
  /** `status` now, after every change and when a new day begins; changes that nobody has read yet come as one. Ends with the signal. */
  readonly watch: (signal?: AbortSignal) => AsyncGenerator<AllowanceStatus[], void, void>;
  /** Gives an allowance or changes the one of the same scope, subject and measure, whose id stays. Day and month have no subject. */
  readonly set: (allowance: Omit<Allowance, "id">) => AllowanceStatus;
  readonly extend: (allowanceId: string, by: number) => Result<AllowanceStatus, AllowanceNotFound>;
  /** False when there was none. */
  readonly remove: (allowanceId: string) => boolean;
  /** Today and the days before it, newest first; days without a finished call are left out. */
  readonly history: (days: number) => BudgetDay[];
  /** Newest first, calls under way included. */
  readonly charges: (query: { limit: number; conversationId?: string | undefined; taskId?: string | undefined }) => Charge[];
}

/** Single calls are kept as long as the history can ask for them; sums stay. */
const keptDays = 400;

/** How often a watcher looks whether a new day has begun. A short step also finds it after the machine slept. */
const dayCheckMs = 60_000;

/** Opens the ledger. Reservations found open belong to a process that ended in the middle of a call: they are `lost` and count whole. */
export const createBudgets = ({ clock, ids, log, store }: ClockDep & IdsDep & LogDep & StoreDep): Budgets => {
  const ledger = createLedger({ store });
  const lost = ledger.loseOpen();
  if (lost > 0) log.warn("calls without an end are counted whole", { calls: lost });
  ledger.forgetBefore(dayBefore(clock.nowMs(), keptDays));

  const readers = new Set<{ hasNews: boolean; wake: () => void }>();
  const tell = (): void => {
    for (const reader of readers) {
      reader.hasNews = true;
      reader.wake();
    }
  };

  const status = (): AllowanceStatus[] => ledger.allowances().map((allowance) => statusOf(ledger, allowance, clock.nowMs()));

  /** A ledger that cannot be written leaves the reservation open: it goes on counting whole, which no cap is hurt by. */
  const finish = (id: string, work: () => boolean): void => {
    try {
      if (work()) tell();
      else log.info("a reservation was already ended", { id });
    } catch (cause) {
      log.error("a reservation could not be ended and counts whole", { id, reason: reasonOf(cause) });
    }
  };

  const reserve: Budgets["reserve"] = (subjects, worst) => {
    const nowMs = clock.nowMs();
    const held = toAmounts(worst, 0);
    const id = ids.create("reserve");
    const room = store.transaction(() => {
      const found = findRoom(ledger, subjects, worst, nowMs);
      if (found.ok) ledger.open(id, subjects, nowMs, dayOf(nowMs), held);
      return found;
    });
    if (!room.ok) return room;
    tell();
    return ok({
      id,
      held: toSpend(held),
      settle: (actual) =>
        finish(id, () => {
          const used = toAmounts(actual, held.money);
          if (used.money > held.money) log.warn("a call cost more than the most it could", { id, held: held.money, used: used.money });
          return ledger.settle(id, used);
        }),
      release: () => finish(id, () => ledger.release(id)),
    });
  };

  async function* watch(signal?: AbortSignal): AsyncGenerator<AllowanceStatus[], void, void> {
    const ended = new AbortController();
    const until = signal === undefined ? ended.signal : AbortSignal.any([signal, ended.signal]);
    const reader = { hasNews: true, wake: () => {} };
    const stop = () => reader.wake();
    until.addEventListener("abort", stop, { once: true });
    readers.add(reader);
    let day = dayOf(clock.nowMs());
    const followDays = async (): Promise<void> => {
      while (!until.aborted) {
        await clock.sleep(dayCheckMs, until);
        const now = dayOf(clock.nowMs());
        if (now === day) continue;
        day = now;
        reader.hasNews = true;
        reader.wake();
      }
    };
    void followDays();
    try {
      while (!until.aborted) {
        if (reader.hasNews) {
          reader.hasNews = false;
          yield status();
        } else await new Promise<void>((resolve) => (reader.wake = resolve));
      }
    } finally {
      readers.delete(reader);
      ended.abort();
    }
  }

  const save = (allowance: Allowance): AllowanceStatus => {
    ledger.saveAllowance(allowance);
    tell();
    return statusOf(ledger, allowance, clock.nowMs());
  };

  return {
    reserve,
    check: (subjects, worst) => findRoom(ledger, subjects, worst, clock.nowMs()),
    timeLeftMs: (subjects) => findTimeLeftMs(ledger, subjects, clock.nowMs()),
    status,
    watch,
    set: ({ amount, measure, scope, subject: given }) => {
      const subject = scope === "day" || scope === "month" || given === "" ? null : given;
      const same = ledger.allowances().find((other) => other.scope === scope && other.subject === subject && other.measure === measure);
      return save({ id: same?.id ?? ids.create("allowance"), scope, subject, measure, amount });
    },
    extend: (allowanceId, by) => {
      const allowance = ledger.allowances().find(({ id }) => id === allowanceId);
      if (allowance === undefined) return err({ type: "AllowanceNotFound", allowanceId });
      return ok(save({ ...allowance, amount: Math.min(allowance.amount + by, Number.MAX_SAFE_INTEGER) }));
    },
    remove: (allowanceId) => {
      const removed = ledger.removeAllowance(allowanceId);
      if (removed) tell();
      return removed;
    },
    history: (days) => {
      const byDay = Map.groupBy(ledger.days(dayBefore(clock.nowMs(), days - 1)), ({ day }) => day);
      return [...byDay].map(([day, rows]) => ({
        day,
        costMicroUsd: rows.reduce((sum, { costMicroUsd }) => sum + costMicroUsd, 0),
        tokens: rows.reduce((sum, { tokens }) => sum + tokens, 0),
        calls: rows.reduce((sum, { calls }) => sum + calls, 0),
        byModel: rows.map(({ day: _day, ...model }) => model),
      }));
    },
    charges: ({ conversationId, limit, taskId }) => ledger.charges(limit, conversationId ?? null, taskId ?? null),
  };
};
