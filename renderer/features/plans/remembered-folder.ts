const key = "olympus-plan-folder";

/** The folder somebody worked in last, in this browser; "" at first. */
export const rememberedFolder = (): string => localStorage.getItem(key) ?? "";
export const rememberFolder = (folder: string): void => localStorage.setItem(key, folder);
