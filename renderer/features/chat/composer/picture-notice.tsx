import { EyeOff } from "lucide-react";
import { useStore } from "zustand";
import { hrefOf } from "../../../ui/route.ts";
import { useTexts } from "../../../ui/i18n.ts";
import { useChat } from "../chat-context.tsx";
import { pictureObstacle } from "./picture-obstacle.ts";

/** Says before anything is sent that nobody would see the pictures. */
export const PictureNotice = ({ isPrivate }: { readonly isPrivate: boolean }) => {
  const t = useTexts("chat");
  const { models } = useChat();
  const known = useStore(models.store, (state) => state.models);
  const chosenId = useStore(models.store, (state) => state.chosenId);
  const order = useStore(models.store, (state) => state.order);
  const obstacle = pictureObstacle(known, order, chosenId, isPrivate);
  if (obstacle === null) return null;
  const { instead, type } = obstacle;
  return (
    <p role="status" className="mx-3 mt-2.5 flex items-start gap-2 rounded-medium bg-warning-soft px-3 py-2 text-note text-warning">
      <EyeOff aria-hidden size={15} className="mt-0.5 shrink-0" />
      <span className="min-w-0 flex-1">{t(`picture.obstacle.${type}`)}</span>
      {instead === null ? (
        <a href={hrefOf({ screen: "models", place: "find" })} className="shrink-0 font-medium underline underline-offset-2">
          {t("picture.models")}
        </a>
      ) : (
        <button
          type="button"
          onClick={() => models.choose(instead.id)}
          className="max-w-[50%] shrink-0 truncate font-medium underline underline-offset-2"
        >
          {t("picture.choose", { name: instead.name })}
        </button>
      )}
    </p>
  );
};
