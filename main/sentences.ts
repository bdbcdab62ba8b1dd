import type { Aborted } from "#core/base/schema";
import type { AppError } from "#core/contract";
import type { FileProblem } from "#core/documents/schema";
import { agentSentence } from "./agent-sentences.ts";
import { actionSentence } from "./action-sentences.ts";
import { allowanceSentence } from "./allowance-sentences.ts";

const mebibytes = (bytes: number): string => `${(bytes / 1024 ** 2).toFixed(1)} MB`;

/** Why a file did not go in, in words, with the failure's name in front for scripts. */
export const fileProblemSentence = (problem: FileProblem): string => {
  switch (problem.type) {
    case "FileVanished":
      return "FileVanished: the file was gone when it was to be read";
    case "FileUnreadable":
      return `FileUnreadable: ${problem.reason}`;
    case "FileTooLarge":
      return `FileTooLarge: ${mebibytes(problem.sizeBytes)} is above the limit of ${mebibytes(problem.limitBytes)}`;
    case "FileEncrypted":
      return "FileEncrypted: the file is protected by a password";
    case "FileCorrupt":
      return `FileCorrupt: ${problem.reason}`;
    case "FileKindUnsupported":
      return `FileKindUnsupported: ${problem.extension === "" ? "files without extension" : problem.extension} cannot be read`;
    case "FileKindMismatch":
      return `FileKindMismatch: the name says ${problem.extension}, the content is ${problem.detected}`;
    case "ArchiveBomb":
      return `ArchiveBomb: unpacking would take ${mebibytes(problem.unpackedBytes)}, the limit is ${mebibytes(problem.limitBytes)}`;
    case "FileWithoutText":
      return "FileWithoutText: the file holds no text (perhaps scanned pictures)";
    case "FileTooSlow":
      return `FileTooSlow: reading took longer than ${Math.round(problem.limitMs / 1000)} s`;
    case "LinkLoop":
      return `LinkLoop: the link leads back to ${problem.target}`;
  }
};

/** What happened and what to do next. Failures that carry a `reason` speak for themselves. */
export const errorSentence = (error: AppError | Aborted): string => {
  switch (error.type) {
    case "Aborted":
      return "Stopped. What was saved before stays.";
    case "DataFolderHeld":
      return heldSentence(error);
    case "DataFolderReadOnly":
      return `${error.dataDir} cannot be written to. Change its permissions or set OLYMPUS_HOME to another folder.`;
    case "DataFolderFull":
      return `${error.dataDir} has ${mebibytes(error.freeBytes)} free, ${mebibytes(error.neededBytes)} are needed. Nothing was changed.`;
    case "DatabaseCorrupt":
      return `The database ${error.path} is damaged (${error.reason}). Nothing was changed. "olympus backup restore FILE" puts a backup in its place.`;
    case "DatabaseNewer":
      return `The database has version ${error.version}; this Olympus knows up to ${error.supported}. Use the newer Olympus. Nothing was changed.`;
    case "MigrationFailed":
      return `Step ${error.version} (${error.name}) failed: ${error.reason}.${error.backupPath === null ? "" : ` A copy from before is at ${error.backupPath}.`}`;
    case "BackupNotFound":
      return `There is no backup at ${error.path}.`;
    case "BackupCorrupt":
      return `The backup ${error.path} is damaged: ${error.reason}. Nothing was changed.`;
    case "BackupFailed":
      return `The backup ${error.path} failed: ${error.reason}. Nothing was changed.`;
    case "PathNotFound":
      return `There is nothing at ${error.path}.`;
    case "ModelNotFound":
      return `There is no model "${error.modelId}".`;
    case "ModelFileMissing":
      return `The model file ${error.path} is gone.`;
    case "ModelFileCorrupt":
      return `The model file ${error.path} is damaged: ${error.reason}.`;
    case "ModelEngineFailed":
      return `The model did not run: ${error.reason}.`;
    case "ProviderKeyMissing":
      return `${error.provider} has no key. Add it in the settings.`;
    case "ProviderKeyRefused":
      return `${error.provider} refused the key (${error.status}).`;
    case "ProviderBusy":
      return `${error.provider} is busy (${error.status})${error.retryAfterMs === null ? "" : `; try again in ${Math.ceil(error.retryAfterMs / 1000)} s`}.`;
    case "ProviderRefused":
      return `${error.provider} refused the request (${error.status}): ${error.reason}.`;
    case "ProviderUnreachable":
    case "ProviderBroken":
      return `${error.provider} could not answer: ${error.reason}.`;
    case "ProviderSilent":
      return `${error.provider} was silent for ${Math.round(error.limitMs / 1000)} s.`;
    case "ContextTooLong":
      return `The question needs ${error.neededTokens} tokens, the model takes ${error.limitTokens}.`;
    case "AnswerInvalid":
      return `The model's answer could not be used: ${error.reason}.`;
    case "PictureUnseen":
      return "The question has a picture, and no model that sees pictures may be asked. Nothing was sent. Add one, or ask without the picture.";
    case "SecretsLocked":
      return "Keys are locked until somebody signs in to the running host with the passphrase.";
    case "SecretsUnavailable":
      return `Keys cannot be read: ${error.reason}.`;
    case "EmbeddingFolderInvalid":
      return `The embedding folder ${error.folder} cannot be used: ${error.reason}.`;
    case "EmbeddingFailed":
      return `Embedding failed: ${error.reason}.`;
    case "UploadRefused":
      return `The upload was refused: ${error.reason}.`;
    case "ConversationBusy":
      return "The conversation is being answered already.";
    case "ImageRefused":
      return `${error.title} is not a picture Olympus can send (${error.reason}).`;
    case "QueueFull":
      return `${error.limit} questions wait in the conversation already.`;
    case "KeywordTaken":
      return `The prompt "${error.title}" has the keyword ${error.keyword} already.`;
    case "TransferFileMissing":
      return `There is no file at ${error.path}.`;
    case "TransferFormatUnknown":
      return `No conversations were found in ${error.path}. Olympus reads the export of ChatGPT and its own exports.`;
    case "TransferFileDamaged":
      return `${error.path} is damaged: ${error.reason}.`;
    case "TransferTooLarge":
      return `${error.path} is too large; Olympus reads up to ${error.limitBytes} bytes at a time.`;
    case "ExportTooLarge":
      return `All conversations and their pictures are more than one zip holds (${error.limitBytes / 1e9} GB, ${error.limitFiles} files). No file was made. Export single conversations in the app; "olympus backup create" keeps everything.`;
    case "ChunkNotFound":
    case "FolderNotFound":
    case "ImageNotFound":
    case "PromptNotFound":
    case "QueuedNotFound":
    case "ConversationNotFound":
    case "DocumentNotFound":
    case "ForgettingNotFound":
    case "JobNotFound":
    case "MessageNotEditable":
    case "MessageNotFound":
    case "ProviderNotFound":
      return `It is not there any more: ${JSON.stringify(error)}.`;
    case "Defect":
      return `Olympus has a fault (reference ${error.reference}); the host's log says more.`;
    case "PlannerMissing":
    case "TaskLimitReached":
    case "TaskNotFound":
      return agentSentence(error);
    case "BudgetReached":
    case "BudgetMissing":
    case "PriceUnknown":
    case "PrivateContent":
    case "ModelPaused":
    case "DeadlinePassed":
    case "ModelEngineStuck":
    case "HubAddressRefused":
    case "HubUnreachable":
    case "HubAccessRefused":
    case "DownloadTooLarge":
    case "DiskFull":
    case "ChecksumWrong":
    case "DownloadCut":
    case "ModelRefused":
    case "FileWriteFailed":
    case "AllowanceNotFound":
    case "DownloadNotFound":
    case "HubModelNotFound":
    case "RuleNotFound":
      return allowanceSentence(error);
    default:
      return actionSentence(error);
  }
};

const heldSentence = (error: Extract<AppError, { readonly type: "DataFolderHeld" }>): string => {
  const holder =
    error.pid === 0 ? "Another Olympus" : `Another Olympus (process ${error.pid}, since ${new Date(error.startedAtMs).toISOString()})`;
  return `${holder} uses ${error.dataDir}. Close it first, or set OLYMPUS_HOME to another folder.`;
};
