import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";

export const isDebian = (): boolean =>
  process.platform === "linux" && existsSync("/usr/bin/apt-get") && /debian|ubuntu/i.test(readFileSync("/etc/os-release", "utf8"));

/** Installs one of the distribution's packages where that needs no password: as root on Debian. Whether it came is for the caller to look. */
export const installPackage = (name: string, purpose: string): void => {
  if (process.getuid?.() !== 0 || !isDebian()) return;
  console.error(`Installing Debian's ${name} ${purpose} …`);
  const environment = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  for (const args of [
    ["update", "-q"],
    ["install", "-y", "-q", "--no-install-recommends", name],
  ])
    if (spawnSync("apt-get", args, { stdio: ["ignore", 2, 2], env: environment }).status !== 0) break;
};
