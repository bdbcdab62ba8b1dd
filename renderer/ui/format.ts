import { locale } from "./i18n.ts";

const units = ["B", "KB", "MB", "GB", "TB"];

/** Writers of numbers and dates, one for each language and look: making one takes longer than using it. */
const made = new Map<string, Intl.NumberFormat | Intl.DateTimeFormat>();
const written = <Writer extends Intl.NumberFormat | Intl.DateTimeFormat>(look: string, make: (locale: string) => Writer): Writer => {
  const key = `${locale()} ${look}`;
  const known = made.get(key) as Writer | undefined;
  if (known !== undefined) return known;
  const writer = make(locale());
  made.set(key, writer);
  return writer;
};

/** With exactly so many digits after the decimal sign. */
const fixed = (value: number, digits: number): string =>
  written(
    `fixed ${digits}`,
    (place) => new Intl.NumberFormat(place, { minimumFractionDigits: digits, maximumFractionDigits: digits, useGrouping: false }),
  ).format(value);

/** 1536 → "1.5 KB" (1 KB is 1024 bytes). */
export const formatBytes = (sizeBytes: number): string => {
  let value = sizeBytes;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${fixed(value, value >= 10 || unit === 0 ? 0 : 1)} ${units[unit]}`;
};

export const formatNumber = (value: number, maximumFractionDigits = 3): string =>
  written(`number ${maximumFractionDigits}`, (place) => new Intl.NumberFormat(place, { maximumFractionDigits })).format(value);

/** 1250000 → "1.3M". */
export const formatCompact = (value: number): string =>
  written("compact", (place) => new Intl.NumberFormat(place, { notation: "compact" })).format(value);

/** 0.875 → "88 %". */
export const formatPercent = (share: number): string => `${fixed(share * 100, 0)} %`;

/** 2026-11-21 → "21 Nov 2026". */
export const formatDate = (timeMs: number): string =>
  written("date", (place) => new Intl.DateTimeFormat(place, { day: "numeric", month: "short", year: "numeric" })).format(timeMs);

/** → "21 Nov, 09:05". */
export const formatTime = (timeMs: number): string =>
  written("time", (place) => new Intl.DateTimeFormat(place, { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" })).format(
    timeMs,
  );

/** → "09:05". */
export const formatClock = (timeMs: number): string =>
  written("clock", (place) => new Intl.DateTimeFormat(place, { hour: "2-digit", minute: "2-digit" })).format(timeMs);

/** → "21 Nov". */
export const formatDay = (timeMs: number): string =>
  written("day", (place) => new Intl.DateTimeFormat(place, { day: "numeric", month: "short" })).format(timeMs);

/** → "November 2026". */
export const formatMonth = (timeMs: number): string =>
  written("month", (place) => new Intl.DateTimeFormat(place, { month: "long", year: "numeric" })).format(timeMs);

/** "a, b and c", or "a, b or c". */
export const formatList = (parts: readonly string[], type: "conjunction" | "disjunction" = "conjunction"): string =>
  new Intl.ListFormat(locale(), { type }).format(parts);

/** 20 → "<0.1 s", 850 → "0.9 s", 64000 → "1 min 4 s", 7500000 → "2 h 5 min". */
export const formatDuration = (durationMs: number): string => {
  if (durationMs < 100) return `<${fixed(0.1, 1)} s`;
  if (durationMs < 10_000) return `${fixed(durationMs / 1000, 1)} s`;
  const seconds = Math.round(durationMs / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 120 ? `${minutes} min ${seconds % 60} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
};

/** The last part of a path of either platform. */
export const fileNameOf = (path: string): string => path.split(/[\\/]/).findLast((part) => part !== "") ?? path;

/** US dollars from micro-USD; small amounts keep the digits that say something, down to a hundredth of a cent. */
export const formatMoney = (microUsd: number): string => {
  const dollars = (usd: number, digits: number) =>
    written(
      `money ${digits}`,
      (place) =>
        new Intl.NumberFormat(place, {
          style: "currency",
          currency: "USD",
          currencyDisplay: "narrowSymbol",
          minimumFractionDigits: digits,
          maximumFractionDigits: digits,
          useGrouping: false,
        }),
    ).format(usd);
  const usd = microUsd / 1e6;
  if (usd > 0 && usd < 0.0001) return `<${dollars(0.0001, 4)}`;
  return dollars(usd, usd === 0 || usd >= 0.01 ? 2 : 4);
};
