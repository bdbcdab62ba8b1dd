import { useEffect, useState } from "react";
import { useStore } from "zustand";
import { modeSchema, type Mode } from "#core/plans/schema";
import { Button } from "../../ui/button.tsx";
import { errorText } from "../../ui/error-text.ts";
import { useTexts } from "../../ui/i18n.ts";
import { Notice } from "../../ui/notice.tsx";
import { PathDialog } from "../../ui/path-dialog.tsx";
import { rememberedFolder } from "../../ui/remembered-folder.ts";
import { hrefOf } from "../../ui/route.ts";
import { Select } from "../../ui/select.tsx";
import { useDesk } from "./use-desk.ts";

const none = "none";
const other = "other";

/** Which folder, and how far it may go; says when nobody is there who can plan. */
export const TaskChoices = () => {
  const t = useTexts("tasks");
  const desk = useDesk();
  const { folders, mode, planners, problem, root } = useStore(desk.store);
  const [granting, setGranting] = useState(false);
  useEffect(() => void desk.load(), [desk]);
  const known = (folders ?? []).map((folder) => ({
    value: folder.root,
    label: folder.name,
    hint: folder.access === "read" ? `${folder.root} · ${t("folder.readOnly")}` : folder.root,
  }));
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-2">
        <Select
          label={t("folder.label")}
          value={root ?? none}
          onChange={(value) => (value === other ? setGranting(true) : desk.choose(value))}
          options={[
            ...(root === null ? [{ value: none, label: t("folder.none"), disabled: true }] : []),
            ...known,
            { value: other, label: t("folder.other") },
          ]}
          className="max-w-72"
        />
        <Select<Mode>
          label={t("mode.label")}
          value={mode}
          onChange={desk.setMode}
          options={modeSchema.options.map((value) => ({ value, label: t(`mode.${value}`), hint: t(`mode.${value}Text`) }))}
        />
        <p className="min-w-40 flex-1 text-small text-ink-faint">{problem === null ? t(`mode.${mode}Text`) : errorText(problem).title}</p>
      </div>
      {planners?.length === 0 && (
        <Notice
          tone="warning"
          title={t("planner.missing")}
          action={
            <Button size="small" asChild>
              <a href={hrefOf({ screen: "models", place: null })}>{t("error.models")}</a>
            </Button>
          }
        >
          {t("planner.missingText")}
        </Notice>
      )}
      {granting && (
        <PathDialog
          title={t("folder.title")}
          description={t("folder.text")}
          label={t("folder.path")}
          hint={t("folder.hint")}
          action={t("folder.grant")}
          initial={root === null ? rememberedFolder() : ""}
          onPath={desk.grant}
          onClose={() => setGranting(false)}
        />
      )}
    </div>
  );
};
