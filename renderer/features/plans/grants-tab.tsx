import { FolderLock, KeyRound } from "lucide-react";
import { useEffect, useState } from "react";
import type { Grant, GrantId } from "#core/permission/schema";
import type { Workspace, WorkspaceId } from "#core/workspace/schema";
import { attempt, useClient, type ClientError } from "../../bridge/index.ts";
import { Button } from "../../ui/button.tsx";
import { errorText } from "../../ui/error-text.ts";
import { formatTime } from "../../ui/format.ts";
import { useTexts } from "../../ui/i18n.ts";
import { Input } from "../../ui/input.tsx";
import { Field } from "../../ui/field.tsx";
import { showToast } from "../../ui/toast-store.ts";

const tellFailure = (error: ClientError) => showToast({ tone: "danger", ...errorText(error) });

interface Granted {
  readonly grants: readonly Grant[];
  readonly folders: readonly Workspace[];
}

const useGranted = () => {
  const client = useClient();
  const [granted, setGranted] = useState<Granted | null>(null);
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    let gone = false;
    const read = async () => {
      const [grants, folders] = await Promise.all([attempt(client.grants.list()), attempt(client.workspaces.list())]);
      if (gone) return;
      if (!grants.ok) tellFailure(grants.error);
      else if (!folders.ok) tellFailure(folders.error);
      else setGranted({ grants: grants.value, folders: folders.value });
    };
    void read();
    return () => {
      gone = true;
    };
  }, [client, turn]);
  const take = async (change: PromiseLike<unknown>): Promise<ClientError | null> => {
    const changed = await attempt(change);
    setTurn((before) => before + 1);
    return changed.ok ? null : changed.error;
  };
  return {
    granted,
    grant: (path: string) => take(client.workspaces.grant({ path })),
    revoke: async (what: { readonly workspaceId: WorkspaceId } | { readonly grantId: GrantId }) => {
      const refused = await take("grantId" in what ? client.grants.revoke(what) : client.workspaces.revoke(what));
      if (refused !== null) tellFailure(refused);
    },
  };
};

const AddFolder = ({ onGrant }: { readonly onGrant: (path: string) => Promise<ClientError | null> }) => {
  const t = useTexts("plans");
  const [path, setPath] = useState("");
  const [problem, setProblem] = useState<ClientError | null>(null);
  const wrong = problem === null ? null : errorText(problem);
  const grant = async () => {
    const refused = await onGrant(path.trim());
    setProblem(refused);
    if (refused === null) setPath("");
  };
  return (
    <form
      className="mt-3 max-w-128"
      onSubmit={(event) => {
        event.preventDefault();
        if (path.trim() !== "") void grant();
      }}
    >
      <Field label={t("grants.folderLabel")} hint={t("grants.folderHint")} error={wrong === null ? null : `${wrong.title}. ${wrong.text}`}>
        {(props) => (
          <div className="flex gap-2">
            <Input
              {...props}
              spellCheck={false}
              autoComplete="off"
              value={path}
              onChange={(event) => {
                setPath(event.target.value);
                setProblem(null);
              }}
            />
            <Button type="submit" disabled={path.trim() === ""} className="h-9">
              {t("grants.grant")}
            </Button>
          </div>
        )}
      </Field>
    </form>
  );
};

/** What holds without asking: granted folders, and every standing yes in words. All of it can be taken back. */
export const GrantsTab = () => {
  const t = useTexts("plans");
  const { granted, grant, revoke } = useGranted();
  if (granted === null) return null;
  const { grants, folders } = granted;
  const row = "flex items-center gap-4 py-3";
  return (
    <div className="mx-auto flex max-w-200 flex-col gap-10 px-4 pt-6 pb-16 sm:px-6">
      <section aria-label={t("grants.folders")}>
        <h2 className="text-title font-semibold">{t("grants.folders")}</h2>
        <p className="mt-0.5 text-note text-ink-soft">{t("grants.foldersText")}</p>
        <ul className="mt-2 divide-y divide-line/60">
          {folders.map(({ id, root, access, grantedAtMs }) => (
            <li key={id} className={row}>
              <FolderLock aria-hidden size={16} strokeWidth={1.75} className="shrink-0 text-ink-faint" />
              <span className="min-w-0 flex-1">
                <span className="block truncate font-medium" title={root}>
                  {root}
                </span>
                <span className="block text-small text-ink-faint">
                  {t(`grants.access.${access}`)} · {formatTime(grantedAtMs)}
                </span>
              </span>
              <Button size="small" tone="danger" onClick={() => void revoke({ workspaceId: id })}>
                {t("grants.revoke")}
              </Button>
            </li>
          ))}
          {folders.length === 0 && <li className="py-3 text-ink-faint">{t("grants.noFolders")}</li>}
        </ul>
        <AddFolder onGrant={grant} />
      </section>
      <section aria-label={t("grants.title")}>
        <h2 className="text-title font-semibold">{t("grants.title")}</h2>
        <p className="mt-0.5 text-note text-ink-soft">{t("grants.text")}</p>
        <ul className="mt-2 divide-y divide-line/60">
          {grants.map(({ id, words, createdAtMs, expiresAtMs }) => (
            <li key={id} className={row}>
              <KeyRound aria-hidden size={16} strokeWidth={1.75} className="shrink-0 text-ink-faint" />
              <span className="min-w-0 flex-1">
                <span className="block break-words">{words}</span>
                <span className="block text-small text-ink-faint">
                  {formatTime(createdAtMs)}
                  {expiresAtMs !== null && ` · ${t("grants.until", { time: formatTime(expiresAtMs) })}`}
                </span>
              </span>
              <Button size="small" tone="danger" onClick={() => void revoke({ grantId: id })}>
                {t("grants.revoke")}
              </Button>
            </li>
          ))}
          {grants.length === 0 && <li className="py-3 text-ink-faint">{t("grants.none")}</li>}
        </ul>
      </section>
    </div>
  );
};
