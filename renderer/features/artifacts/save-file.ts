const mediaTypes: Readonly<Record<string, string>> = {
  csv: "text/csv",
  html: "text/html",
  json: "application/json",
  md: "text/markdown",
  png: "image/png",
  svg: "image/svg+xml",
  tsv: "text/tab-separated-values",
};

/** Long enough for the browser to have begun the download. */
const keptMs = 10_000;

/** Hands content to the person as a file. */
export const saveFile = (fileName: string, content: string | Blob): void => {
  const ending = fileName.slice(fileName.lastIndexOf(".") + 1);
  const blob = content instanceof Blob ? content : new Blob([content], { type: `${mediaTypes[ending] ?? "text/plain"};charset=utf-8` });
  const url = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = url;
  link.download = fileName;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), keptMs);
};

const endings: Readonly<Record<string, string>> = {
  typescript: "ts",
  javascript: "js",
  python: "py",
  bash: "sh",
  shell: "sh",
  shellscript: "sh",
  rust: "rs",
  ruby: "rb",
  kotlin: "kt",
  markdown: "md",
  htm: "html",
  xml: "svg",
  chart: "json",
  csharp: "cs",
  "c++": "cpp",
  "c#": "cs",
};

/** A file name in which nothing surprises a file system. `ending` is not added to a name that has it. */
export const fileNameOf = (name: string, language: string): string => {
  const ending = endings[language] ?? language.replaceAll(/[^a-z0-9]/g, "");
  const base = name
    .replaceAll(/[\\/:*?"<>|\p{Cc}]+/gu, "-")
    .replace(/^[.\s-]+/, "")
    .trim()
    .slice(0, 80);
  const safe = base === "" ? "olympus" : base;
  return /\.[A-Za-z]\w{0,8}$/.test(safe) || ending === "" ? safe : `${safe}.${ending}`;
};
