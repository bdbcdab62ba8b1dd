import type { HubModel } from "#core/hub/schema";
import { i18n, type Translate } from "../../ui/i18n.ts";

/** What a model is good for. Those of the catalogue are described in the interface's language, any other as its publisher does. */
export const descriptionOf = ({ description, id }: Pick<HubModel, "description" | "id">, t: Translate): string => {
  const key = `described.${id.replaceAll(".", "-")}`;
  return i18n.exists(key, { ns: "models" }) ? t(key) : description;
};
