const units = ["B", "KB", "MB", "GB", "TB"];

/** 1536 → "1.5 KB" (1 KB is 1024 bytes). */
export const formatBytes = (sizeBytes: number): string => {
  let value = sizeBytes;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${value >= 10 || unit === 0 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`;
};

export const formatNumber = (value: number, locale = "en"): string => new Intl.NumberFormat(locale).format(value);

/** 2026-11-21 → "21 Nov 2026". */
export const formatDate = (timeMs: number, locale = "en-GB"): string =>
  new Intl.DateTimeFormat(locale, { day: "numeric", month: "short", year: "numeric" }).format(timeMs);

export const formatTime = (timeMs: number, locale = "en-GB"): string =>
  new Intl.DateTimeFormat(locale, { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" }).format(timeMs);

/** 20 → "<0.1 s", 850 → "0.9 s", 64000 → "1 min 4 s", 7500000 → "2 h 5 min". */
export const formatDuration = (durationMs: number): string => {
  if (durationMs < 100) return "<0.1 s";
  if (durationMs < 10_000) return `${(durationMs / 1000).toFixed(1)} s`;
  const seconds = Math.round(durationMs / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 120 ? `${minutes} min ${seconds % 60} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
};

/** The last part of a path of either platform. */
export const fileNameOf = (path: string): string => path.split(/[\\/]/).findLast((part) => part !== "") ?? path;

/** US dollars from micro-USD; small amounts keep the digits that say something, down to a hundredth of a cent. */
export const formatMoney = (microUsd: number): string => {
  const usd = microUsd / 1e6;
  if (usd > 0 && usd < 0.0001) return "<$0.0001";
  return `$${usd === 0 || usd >= 0.01 ? usd.toFixed(2) : usd.toFixed(4)}`;
};
