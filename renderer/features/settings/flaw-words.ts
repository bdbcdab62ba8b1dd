import { transferFlawSchema, type TransferReport } from "#core/transfer/schema";
import type { Translate } from "../../ui/i18n.ts";

/** Why a conversation, or part of it, is not in; reasons without words of ours are shown as they are. */
export const flawWords = (t: Translate, { reason }: TransferReport["damaged"][number]): string => {
  const known = transferFlawSchema.safeParse(reason);
  return known.success ? t(`transfer.flaw.${known.data}`) : t("transfer.flawOther", { reason });
};
