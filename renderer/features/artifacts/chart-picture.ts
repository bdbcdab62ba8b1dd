/** Looks that a drawing takes from the page's style sheet, and that a file has to carry itself. */
const carried = [
  "fill",
  "fill-opacity",
  "stroke",
  "stroke-width",
  "stroke-dasharray",
  "stroke-opacity",
  "opacity",
  "font-size",
  "font-weight",
  "text-anchor",
];

/** Any colour as the eight-bit one that every program knows. */
const createColours = () => {
  const canvas = new OffscreenCanvas(1, 1);
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  const known = new Map<string, string>();
  return (colour: string): string => {
    if (pen === null || colour === "none" || colour.startsWith("url(")) return colour;
    const before = known.get(colour);
    if (before !== undefined) return before;
    pen.clearRect(0, 0, 1, 1);
    pen.fillStyle = colour;
    pen.fillRect(0, 0, 1, 1);
    const [red = 0, green = 0, blue = 0, alpha = 0] = pen.getImageData(0, 0, 1, 1).data;
    const plain = alpha === 255 ? `rgb(${red},${green},${blue})` : `rgba(${red},${green},${blue},${(alpha / 255).toFixed(3)})`;
    known.set(colour, plain);
    return plain;
  };
};

const make = (name: string, attributes: Readonly<Record<string, string>>): SVGElement => {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [attribute, value] of Object.entries(attributes)) element.setAttribute(attribute, value);
  return element;
};

/** The legend is no part of the drawing on the page; in a file it stands at the same place. */
const legendOf = (drawing: SVGSVGElement, colour: (text: string) => string): readonly SVGElement[] => {
  const origin = drawing.getBoundingClientRect();
  return [...(drawing.parentElement?.querySelectorAll(".recharts-legend-item") ?? [])].flatMap((item) => {
    const sign = item.querySelector("svg :is(path, line, circle, rect)");
    if (sign === null) return [];
    const place = item.getBoundingClientRect();
    const { fill, stroke } = getComputedStyle(sign);
    const [x, y] = [place.left - origin.left, place.top - origin.top + place.height / 2];
    const text = make("text", { x: String(x + 18), y: String(y + 4), "font-size": "12", fill: colour(getComputedStyle(item).color) });
    text.textContent = item.textContent;
    return [
      make("rect", { x: String(x), y: String(y - 5), width: "10", height: "10", fill: colour(fill === "none" ? stroke : fill) }),
      text,
    ];
  });
};

/** A drawing of the page as a file of its own, with the page's present colours. */
export const svgText = (drawing: SVGSVGElement): string => {
  const colour = createColours();
  const copy = drawing.cloneNode(true) as SVGSVGElement;
  const { width, height } = drawing.getBoundingClientRect();
  const originals = [drawing, ...drawing.querySelectorAll("*")];
  for (const [index, element] of [copy, ...copy.querySelectorAll("*")].entries()) {
    const original = originals[index];
    if (original === undefined) continue;
    const look = getComputedStyle(original);
    element.removeAttribute("class");
    element.removeAttribute("style");
    element.removeAttribute("tabindex");
    for (const name of carried) {
      const value = look.getPropertyValue(name);
      if (value !== "") element.setAttribute(name, name === "fill" || name === "stroke" ? colour(value) : value);
    }
  }
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.setAttribute("width", String(width));
  copy.setAttribute("height", String(height));
  copy.setAttribute("font-family", "system-ui, sans-serif");
  const surface = getComputedStyle(drawing.closest("[data-chart]") ?? document.body).backgroundColor;
  copy.prepend(make("rect", { width: "100%", height: "100%", fill: colour(surface) }));
  copy.append(...legendOf(drawing, colour));
  return new XMLSerializer().serializeToString(copy);
};

/** The same as a picture with twice the points; null when the browser cannot draw it. */
export const pngOf = async (drawing: SVGSVGElement): Promise<Blob | null> => {
  const { width, height } = drawing.getBoundingClientRect();
  const url = URL.createObjectURL(new Blob([svgText(drawing)], { type: "image/svg+xml" }));
  const picture = new Image();
  picture.src = url;
  const decoded = await picture.decode().then(
    () => true,
    () => false,
  );
  const canvas = new OffscreenCanvas(Math.max(1, Math.round(width * 2)), Math.max(1, Math.round(height * 2)));
  if (decoded) canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  URL.revokeObjectURL(url);
  return decoded ? canvas.convertToBlob({ type: "image/png" }) : null;
};
