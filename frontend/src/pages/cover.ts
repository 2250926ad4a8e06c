// The brush over a photo. What it draws is only a wish: the server covers it, and keeps nothing of what was below.
// Whoever cannot draw types rectangles, which are shown here as well.
export {};

type Point = [number, number];
interface Stroke {
  type: "stroke";
  points: Point[];
  radius: number;
}

const SHADE = "rgba(14, 90, 82, 0.85)";
const SIDES = ["x", "y", "width", "height"] as const;

function start(): void {
  const form = document.querySelector<HTMLFormElement>("#cover");
  const picture = document.querySelector<HTMLImageElement>("#picture");
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d");
  if (!form || !picture || !context) return;
  const strokes: Stroke[] = [];
  let drawing: Stroke | null = null;
  const thickness = form.querySelector<HTMLInputElement>("#thickness");
  const drawn = form.querySelector<HTMLInputElement>('[name="drawn"]');

  canvas.width = Number(picture.getAttribute("width"));
  canvas.height = Number(picture.getAttribute("height"));
  canvas.setAttribute("aria-hidden", "true");
  picture.parentElement?.append(canvas);
  const tools = form.querySelector<HTMLElement>("#tools");
  if (tools) tools.hidden = false;

  function paint(): void {
    if (!context || !form) return;
    context.clearRect(0, 0, canvas.width, canvas.height);
    context.fillStyle = context.strokeStyle = SHADE;
    context.lineCap = context.lineJoin = "round";
    for (const box of typed(form)) {
      const [x, y, width, height] = box as [number, number, number, number];
      context.fillRect(x * canvas.width, y * canvas.height, width * canvas.width, height * canvas.height);
    }
    for (const stroke of strokes) {
      context.lineWidth = 2 * stroke.radius * canvas.width;
      context.beginPath();
      stroke.points.forEach(([x, y], at) => {
        if (at === 0) context.moveTo(x * canvas.width, y * canvas.height);
        context.lineTo(x * canvas.width, y * canvas.height);
      });
      context.stroke();
    }
    if (drawn) drawn.value = strokes.length ? JSON.stringify(strokes) : "";
  }

  function place(event: PointerEvent): Point {
    const frame = canvas.getBoundingClientRect();
    const part = (at: number, from: number, size: number): number =>
      Math.round(Math.min(1, Math.max(0, (at - from) / size)) * 10_000) / 10_000;
    return [part(event.clientX, frame.left, frame.width), part(event.clientY, frame.top, frame.height)];
  }

  canvas.addEventListener("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId);
    drawing = { type: "stroke", points: [place(event)], radius: Number(thickness?.value ?? 4) / 100 };
    strokes.push(drawing);
    paint();
  });
  canvas.addEventListener("pointermove", (event) => {
    // The server takes a thousand points a stroke; a finger that goes on begins the next one.
    if (drawing && drawing.points.length >= 1000) {
      drawing = { type: "stroke", points: [place(event)], radius: drawing.radius };
      strokes.push(drawing);
    }
    drawing?.points.push(place(event));
    if (drawing) paint();
  });
  for (const end of ["pointerup", "pointercancel"]) canvas.addEventListener(end, () => (drawing = null));
  form.querySelector("#undo")?.addEventListener("click", () => {
    strokes.pop();
    paint();
  });
  form.addEventListener("input", paint);
  // A reload keeps what was typed; it is shown again.
  paint();
}

/** The rectangles that were typed, in parts of the picture. */
function typed(form: HTMLFormElement): number[][] {
  const boxes: number[][] = [];
  for (let number = 1; form.querySelector(`[name="x${number}"]`); number += 1) {
    const box = SIDES.map(
      (side) => Number(form.querySelector<HTMLInputElement>(`[name="${side}${number}"]`)?.value ?? 0) / 100,
    );
    if (box[2] && box[3]) boxes.push(box);
  }
  return boxes;
}

start();
