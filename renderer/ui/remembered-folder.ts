const key = "olympus-folder";

type Kept = Pick<Storage, "getItem" | "setItem">;

/** The folder that was last chosen to work in, in this browser, wherever that was; "" at first. */
export const rememberedFolder = (storage: Kept = localStorage): string => storage.getItem(key) ?? "";
export const rememberFolder = (folder: string, storage: Kept = localStorage): void => storage.setItem(key, folder);
