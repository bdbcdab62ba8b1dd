import { spawnSync } from "node:child_process";
import { installPackage } from "./debian.ts";

const hasBubblewrap = (): boolean => spawnSync("bwrap", ["--version"], { stdio: "ignore" }).status === 0;

/** Brings the program that locks commands up, where it can be had; tests of commands say why they are skipped where it cannot. */
export const obtainBubblewrap = (): void => {
  if (process.platform === "linux" && !hasBubblewrap()) installPackage("bubblewrap", "for tests of commands");
};
