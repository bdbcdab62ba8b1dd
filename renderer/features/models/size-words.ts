import type { HubVariant } from "#core/hub/schema";
import { formatBytes } from "../../ui/format.ts";
import type { Translate } from "../../ui/i18n.ts";
import { sizeOf } from "./catalogue-filter.ts";

/** "1.9 GB", or "about 1.9 GB"; null where nobody said. */
export const sizeWords = (variant: HubVariant, t: Translate): string | null => {
  const size = sizeOf(variant);
  if (size === null) return null;
  return size.isExact ? formatBytes(size.sizeBytes) : t("card.about", { size: formatBytes(size.sizeBytes) });
};
