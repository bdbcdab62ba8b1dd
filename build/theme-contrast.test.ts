import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { root } from "./root.ts";

const css = readFileSync(join(root, "renderer/app/theme.css"), "utf8");

interface Colour {
  /** Linear sRGB, 0…1. */
  readonly rgb: readonly [number, number, number];
  readonly alpha: number;
}

/** OKLCH to linear sRGB: https://bottosson.github.io/posts/oklab/ . What sRGB does not hold is cut off, as browsers nearly do. */
const colourOf = (text: string): Colour => {
  const found = /^oklch\(([\d.]+) ([\d.]+) ([\d.]+)(?: \/ ([\d.]+))?\)$/.exec(text);
  if (found === null) throw new Error(`not a colour: ${text}`);
  const [lightness = 0, chroma = 0, hue = 0, alpha = 1] = found.slice(1).map((part: string | undefined) => Number(part ?? 1));
  const a = chroma * Math.cos((hue * Math.PI) / 180);
  const b = chroma * Math.sin((hue * Math.PI) / 180);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const cut = (value: number) => Math.min(1, Math.max(0, value));
  return {
    rgb: [
      cut(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
      cut(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
      cut(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
    ],
    alpha,
  };
};

const encode = (value: number) => (value <= 0.0031308 ? 12.92 * value : 1.055 * value ** (1 / 2.4) - 0.055);
const decode = (value: number) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);

/** Browsers lay one colour over another in encoded sRGB. */
const over = (front: Colour, ground: Colour): Colour => {
  const mix = (channel: 0 | 1 | 2) => decode(encode(front.rgb[channel]) * front.alpha + encode(ground.rgb[channel]) * (1 - front.alpha));
  return { rgb: [mix(0), mix(1), mix(2)], alpha: 1 };
};

/** WCAG 2.2, "contrast ratio". */
const contrast = (one: Colour, other: Colour): number => {
  const luminance = ({ rgb: [red, green, blue] }: Colour) => 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].toSorted((left, right) => left - right);
  return (light + 0.05) / (dark + 0.05);
};

type Tokens = ReadonlyMap<string, { readonly light: Colour; readonly dark: Colour }>;

const tokensIn = (selector: string): Tokens => {
  const start = css.indexOf(`\n${selector} {`);
  const block = css.slice(start, css.indexOf("\n}", start));
  return new Map(
    [...block.matchAll(/--([a-z-]+): light-dark\((oklch\([^)]*\)), (oklch\([^)]*\))\);/g)].map(([, name = "", light = "", dark = ""]) => [
      name,
      { light: colourOf(light), dark: colourOf(dark) },
    ]),
  );
};

const usual = tokensIn(":root");
const strong: Tokens = new Map([...usual, ...tokensIn('[data-contrast="more"]')]);

/** Where text of each colour stands. `a/b`: shade a laid over ground b. */
const grounds = ["canvas", "sidebar", "surface", "sunken"];
const shaded = grounds.flatMap((ground) => [`hover/${ground}`, `active/${ground}`]);
const text: Readonly<Record<string, readonly string[]>> = {
  ink: [...grounds, ...shaded, "accent-soft", "danger-soft", "warning-soft", "mark"],
  "ink-soft": [...grounds, ...shaded, "accent-soft", "danger-soft", "warning-soft"],
  "ink-faint": [...grounds, ...shaded],
  accent: [...grounds, "accent-soft", "hover/canvas", "hover/surface"],
  "accent-strong": [...grounds, "accent-soft"],
  "accent-ink": ["accent", "accent-strong"],
  danger: [...grounds, "danger-soft", "hover/surface"],
  warning: [...grounds, "warning-soft"],
  canvas: ["ink"],
};
/** What has to be seen without being read: rings, edges of fields, how far something is. */
const marks: Readonly<Record<string, readonly string[]>> = {
  focus: [...grounds, ...shaded],
  edge: grounds,
  accent: ["active/canvas", "active/sidebar", "active/surface"],
};
const strongMarks = { ...marks, line: grounds, "line-strong": [...grounds, "active/surface", "active/sidebar"] };

const failures = (tokens: Tokens, table: Readonly<Record<string, readonly string[]>>, least: number): string[] =>
  (["light", "dark"] as const).flatMap((theme) => {
    const token = (name: string): Colour => {
      const found = tokens.get(name);
      if (found === undefined) throw new Error(`no token ${name}`);
      return found[theme];
    };
    const ground = (name: string): Colour => {
      const [first = "", below] = name.split("/");
      return below === undefined ? token(first) : over(token(first), token(below));
    };
    return Object.entries(table).flatMap(([name, places]) =>
      places.flatMap((place) => {
        const ratio = contrast(token(name), ground(place));
        return ratio >= least ? [] : [`${theme}: ${name} on ${place} is ${ratio.toFixed(2)}, not ${least}`];
      }),
    );
  });

describe("the colours", () => {
  it("are measured as WCAG measures them", () => {
    expect(contrast(colourOf("oklch(1 0 0)"), colourOf("oklch(0 0 0)"))).toBeCloseTo(21, 3);
    // #767676 on white is the grey everybody knows as 4.54.
    expect(contrast(colourOf("oklch(1 0 0)"), colourOf("oklch(0.5662 0 0)"))).toBeCloseTo(4.54, 1);
    expect(usual.size).toBeGreaterThan(20);
    expect([...strong.keys()]).toEqual([...usual.keys()]);
  });

  it("make text readable on every ground it stands on (AA, 4.5:1)", () => {
    expect(failures(usual, text, 4.5)).toEqual([]);
  });

  it("make rings, edges and progress visible (3:1)", () => {
    expect(failures(usual, marks, 3)).toEqual([]);
  });

  it("make text readable at 7:1 in high contrast, and every line visible", () => {
    expect(failures(strong, text, 7)).toEqual([]);
    expect(failures(strong, strongMarks, 3)).toEqual([]);
  });
});
