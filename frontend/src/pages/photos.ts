// A photo is made smaller before it is sent: less to wait for on a slow network, and no place in it any more.

const LONGEST_SIDE = 2560; // as the server keeps it: deliberation/media/pictures.py
const QUALITY = 0.85;

/** The photo as a JPEG of at most 2560 pixels; the file itself where this browser cannot turn or read it. */
export async function smaller(file: Blob): Promise<Blob> {
  // Older browsers draw a photo as the sensor saw it. The server turns it upright, but only while EXIF is in it.
  const turns = typeof CSS !== "undefined" && CSS.supports("image-orientation", "from-image");
  if (!turns || file.type === "image/gif") return file;
  const address = URL.createObjectURL(file);
  try {
    const image = await loaded(address);
    const scale = Math.min(1, LONGEST_SIDE / Math.max(image.naturalWidth, image.naturalHeight));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(image.naturalWidth * scale);
    canvas.height = Math.round(image.naturalHeight * scale);
    const context = canvas.getContext("2d");
    if (!context) return file;
    context.fillStyle = "#fff";
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    const made = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
    return made ?? file;
  } catch {
    // HEIC, or no picture at all: the server knows better.
    return file;
  } finally {
    URL.revokeObjectURL(address);
  }
}

function loaded(address: string): Promise<HTMLImageElement> {
  return new Promise((done, failed) => {
    const image = new Image();
    image.onload = () => done(image);
    image.onerror = failed;
    image.src = address;
  });
}
