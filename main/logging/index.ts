export { createDefectInterceptor, createDefectReporter, type ReportDefect } from "./defects.ts";
export { createFileLog, type FileLog, type LogLine } from "./file-log.ts";
