import type { Aborted, Defect } from "#core/base/schema";
import type { ChatError } from "#core/chat/schema";
import type { FileProblem } from "#core/documents/schema";
import type { EmbeddingError } from "#core/embedding/schema";
import type { ModelError } from "#core/llm/schema";
import type { MemoryError } from "#core/memory/schema";
import type { PromptError } from "#core/prompts/schema";
import type { SecretError } from "#core/settings/schema";
import type { BackupError, StoreError } from "#core/store/schema";
import type { TransferError } from "#core/transfer/schema";
import { actionValues, isActionError, type ActionError } from "./action-error-values.ts";
import { choiceValues, isChoiceError, type ChoiceError } from "./model-error-values.ts";
import { formatBytes, formatDuration, formatNumber, formatTime } from "./format.ts";
import { i18n } from "./i18n.ts";

/** What only a client meets: the line, the session, sign-in. */
type ClientOnly =
  | { readonly type: "ConnectionLost" | "SignedOut" | "AlreadySetUp" }
  | { readonly type: "RequestRefused"; readonly status: number; readonly reason: string }
  | { readonly type: "UploadRefused"; readonly reason: string }
  | { readonly type: "PassphraseWrong" | "SetupCodeWrong"; readonly attemptsLeft: number }
  | { readonly type: "PassphraseTooShort"; readonly minimumLength: number }
  | { readonly type: "LockedOut"; readonly retryAfterMs: number };

/** Every failure there are words for. One that is new to the contract stops the build where it is shown, and then in the switch below. */
export type TellableError =
  | Aborted
  | ActionError
  | BackupError
  | ChatError
  | ChoiceError
  | ClientOnly
  | Defect
  | EmbeddingError
  | MemoryError
  | ModelError
  | PromptError
  | SecretError
  | StoreError
  | TransferError;

/** `title`: what happened. `text`: what was kept and what to do next. */
export interface ErrorText {
  readonly title: string;
  readonly text: string;
}

type Values = Readonly<Record<string, unknown>>;

/** The numbers and names an error's sentences speak of, for people. */
const valuesOf = (error: TellableError): Values => {
  if (isActionError(error)) return actionValues(error);
  if (isChoiceError(error)) return choiceValues(error);
  switch (error.type) {
    case "Aborted":
      return { context: error.by };
    case "ProviderBusy":
      return error.retryAfterMs === null
        ? { provider: error.provider, context: "unknown" }
        : { provider: error.provider, wait: formatDuration(error.retryAfterMs) };
    case "ProviderSilent":
      return { provider: error.provider, limit: formatDuration(error.limitMs) };
    case "LockedOut":
      return { wait: formatDuration(error.retryAfterMs) };
    case "PassphraseWrong":
    case "SetupCodeWrong":
      return { count: error.attemptsLeft };
    case "DataFolderHeld":
      return { dataDir: error.dataDir, pid: error.pid, startedAt: formatTime(error.startedAtMs) };
    case "DataFolderFull":
      return { dataDir: error.dataDir, free: formatBytes(error.freeBytes), needed: formatBytes(error.neededBytes) };
    case "MigrationFailed":
      return error.backupPath === null ? { ...error, context: "unsaved" } : { ...error };
    case "PassphraseTooShort":
      return { count: error.minimumLength };
    case "ImageRefused":
      return { ...error, context: error.reason };
    case "TransferTooLarge":
      return { ...error, limit: formatBytes(error.limitBytes) };
    case "ExportTooLarge":
      return { limit: formatBytes(error.limitBytes), files: formatNumber(error.limitFiles) };
    case "AlreadySetUp":
    case "Defect":
    case "ConnectionLost":
    case "SignedOut":
    case "RequestRefused":
    case "UploadRefused":
    case "ConversationNotFound":
    case "MessageNotFound":
    case "MessageNotEditable":
    case "ConversationBusy":
    case "FolderNotFound":
    case "ImageNotFound":
    case "QueuedNotFound":
    case "QueueFull":
    case "PromptNotFound":
    case "KeywordTaken":
    case "TransferFileMissing":
    case "TransferFormatUnknown":
    case "TransferFileDamaged":
    case "DocumentNotFound":
    case "ForgettingNotFound":
    case "ChunkNotFound":
    case "JobNotFound":
    case "PathNotFound":
    case "EmbeddingFolderInvalid":
    case "EmbeddingFailed":
    case "ModelNotFound":
    case "ProviderNotFound":
    case "ModelFileMissing":
    case "ModelFileCorrupt":
    case "ModelEngineFailed":
    case "ProviderKeyMissing":
    case "ProviderKeyRefused":
    case "ProviderRefused":
    case "ProviderUnreachable":
    case "ProviderBroken":
    case "ContextTooLong":
    case "AnswerInvalid":
    case "PictureUnseen":
    case "SecretsLocked":
    case "SecretsUnavailable":
    case "DataFolderReadOnly":
    case "DatabaseCorrupt":
    case "DatabaseNewer":
    case "BackupNotFound":
    case "BackupCorrupt":
    case "BackupFailed":
      return { ...error };
  }
};

export const errorText = (error: TellableError): ErrorText => {
  const values = valuesOf(error);
  return {
    title: i18n.t(`${error.type}.title`, { ns: "errors", ...values }),
    text: i18n.t(`${error.type}.text`, { ns: "errors", ...values }),
  };
};

const problemValues = (problem: FileProblem): Values => {
  switch (problem.type) {
    case "FileTooLarge":
      return { size: formatBytes(problem.sizeBytes), limit: formatBytes(problem.limitBytes) };
    case "ArchiveBomb":
      return { unpacked: formatBytes(problem.unpackedBytes), limit: formatBytes(problem.limitBytes) };
    case "FileTooSlow":
      return { limit: formatDuration(problem.limitMs) };
    case "FileVanished":
    case "FileUnreadable":
    case "FileEncrypted":
    case "FileCorrupt":
    case "FileKindUnsupported":
    case "FileKindMismatch":
    case "FileWithoutText":
    case "LinkLoop":
      return { ...problem };
  }
};

/** Why one file did not go in: one sentence. */
export const fileProblemText = (problem: FileProblem): string =>
  i18n.t(`file.${problem.type}`, { ns: "errors", ...problemValues(problem) });
