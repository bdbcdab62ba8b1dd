const twoDigits = (value: number): string => String(value).padStart(2, "0");

/** The calendar day of a moment as this machine's clock on the wall shows it, YYYY-MM-DD. */
export const dayOf = (atMs: number): string => {
  const date = new Date(atMs);
  return `${String(date.getFullYear()).padStart(4, "0")}-${twoDigits(date.getMonth() + 1)}-${twoDigits(date.getDate())}`;
};

/** The calendar month of a day, YYYY-MM. */
export const monthOf = (day: string): string => day.slice(0, 7);

/** The day `count` days before the one of `atMs`. By the calendar: days of 23 and 25 hours are days. */
export const dayBefore = (atMs: number, count: number): string => {
  const date = new Date(atMs);
  // Noon exists on every day of every time zone.
  return dayOf(new Date(date.getFullYear(), date.getMonth(), date.getDate() - count, 12).getTime());
};

/** When the next day begins: midnight, or the first moment after it where the clock skips midnight. */
export const nextDayMs = (atMs: number): number => {
  const date = new Date(atMs);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + 1).getTime();
};

export const nextMonthMs = (atMs: number): number => {
  const date = new Date(atMs);
  return new Date(date.getFullYear(), date.getMonth() + 1, 1).getTime();
};
