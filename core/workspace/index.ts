export type {
  ApplyOptions,
  Entry,
  FileReader,
  Files,
  FolderFiles,
  Inspection,
  KeepBefore,
  ListOptions,
  Outcome,
  Overlay,
} from "./files.ts";
