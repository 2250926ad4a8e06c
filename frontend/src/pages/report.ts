// The form of a report: previews, smaller photos, a draft that is kept, sending that is tried until it is answered.
// Without this script the form works as it stands; nothing here decides anything.
import { type Draft, Drafts } from "./draft";
import { smaller } from "./photos";

interface Answer {
  status: number;
  location?: string;
  field?: string;
  sentence?: string;
}

const RETRY_SECONDS = [3, 6, 12, 30];

function start(): void {
  const form = document.querySelector<HTMLFormElement>("#report");
  const texts = document.querySelector<HTMLElement>("#report-words");
  if (form && texts) new ReportForm(form, texts.dataset);
}

class ReportForm {
  private photos: Blob[] = [];
  private preparing: Promise<void> = Promise.resolve();
  private readonly drafts: Drafts;
  private readonly chooser = this.part<HTMLInputElement>("#photos");
  private readonly previews = this.part<HTMLUListElement>("#previews");
  private readonly button = this.part<HTMLButtonElement>("#send");
  private readonly sending = this.part("#sending");
  private readonly progress = this.part<HTMLProgressElement>("#progress");
  private readonly words = this.part("#sending-words");
  private readonly most: number;

  constructor(
    private readonly form: HTMLFormElement,
    private readonly texts: DOMStringMap,
  ) {
    this.most = Number(form.dataset["most"]);
    this.drafts = new Drafts(form.action);
    this.chooser.addEventListener("change", () => this.add(Array.from(this.chooser.files ?? [])));
    form.addEventListener("input", () => void this.keep());
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.send();
    });
    void this.restore();
  }

  private part<T extends HTMLElement = HTMLElement>(selector: string): T {
    const found = document.querySelector<T>(selector);
    if (!found) throw new Error(selector);
    return found;
  }

  private field(name: string): HTMLInputElement | HTMLTextAreaElement {
    return this.part(`[name="${name}"]`);
  }

  private text(name: string): string {
    return this.texts[name] ?? "";
  }

  private add(files: File[]): void {
    this.chooser.value = "";
    this.say("photos", this.photos.length + files.length > this.most ? this.text("many") : "");
    const taken = files.slice(0, this.most - this.photos.length);
    this.tell(taken.length ? this.text("preparing") : "");
    this.preparing = this.preparing
      .then(async () => {
        for (const file of taken) this.photos.push(await smaller(file));
      })
      .then(() => {
        this.tell("");
        this.show();
        return this.keep();
      });
  }

  private show(): void {
    this.previews.hidden = this.photos.length === 0;
    this.previews.textContent = "";
    this.photos.forEach((photo, at) => {
      const item = document.createElement("li");
      const name = this.text("photo").replace("{number}", String(at + 1));
      const image = document.createElement("img");
      image.alt = name;
      image.src = URL.createObjectURL(photo);
      image.onload = () => URL.revokeObjectURL(image.src);
      const remove = document.createElement("button");
      remove.type = "button";
      remove.className = "button";
      remove.textContent = this.text("remove");
      remove.setAttribute("aria-label", `${this.text("remove")} · ${name}`);
      remove.addEventListener("click", () => {
        this.photos.splice(at, 1);
        this.show();
        this.chooser.focus();
        void this.keep();
      });
      item.append(image, remove);
      this.previews.append(item);
    });
  }

  private draft(): Draft {
    return {
      key: this.field("key").value,
      place: this.field("place").value,
      words: this.field("words").value,
      photos: this.photos,
    };
  }

  private async keep(): Promise<void> {
    // At the counter, one person's draft must not greet the next.
    if (!("desk" in this.form.dataset)) await this.drafts.write(this.draft());
  }

  private async restore(): Promise<void> {
    const draft = await this.drafts.read();
    const begun = draft && (draft.place || draft.words || draft.photos.length);
    if (!draft || !begun || this.field("place").value || this.field("words").value) return;
    this.field("key").value = draft.key;
    this.field("place").value = draft.place;
    this.field("words").value = draft.words;
    this.photos = draft.photos;
    this.show();
    this.tell(this.text("kept"));
  }

  private async send(): Promise<void> {
    this.button.disabled = true;
    for (const name of ["form", "photos", "place", "words", "source"]) this.say(name, "");
    await this.preparing;
    await this.keep();
    for (let tries = 0; ; tries += 1) {
      this.tell(this.text("sending"), true);
      const answer = await this.post();
      if (answer.location) {
        await this.drafts.forget();
        window.location.assign(answer.location);
        return;
      }
      if (answer.status === 0 || answer.status === 502 || answer.status === 504) {
        this.tell(this.text("waiting"));
        await this.network(RETRY_SECONDS[Math.min(tries, RETRY_SECONDS.length - 1)] ?? 30);
        continue;
      }
      // A form that lay open for days: its token is too old, what was typed is not.
      if (answer.status === 403 && tries === 0 && (await this.renew())) continue;
      this.tell(answer.sentence ? "" : this.text("failed"));
      this.say(answer.field ?? "form", answer.sentence ?? "");
      this.button.disabled = false;
      return;
    }
  }

  private post(): Promise<Answer> {
    const body = new FormData(this.form);
    body.delete("photos");
    this.photos.forEach((photo, at) => body.append("photos", photo, `${at + 1}.jpg`));
    return new Promise((done) => {
      const request = new XMLHttpRequest();
      request.open("POST", this.form.action);
      request.setRequestHeader("Accept", "application/json");
      request.upload.onprogress = (event) => {
        if (event.lengthComputable) this.progress.value = (100 * event.loaded) / event.total;
      };
      request.onload = () => done({ ...parsed(request.responseText), status: request.status });
      request.onerror = () => done({ status: 0 });
      request.send(body);
    });
  }

  private async renew(): Promise<boolean> {
    try {
      const page = await (await fetch(this.form.action, { credentials: "same-origin" })).text();
      const fresh = new DOMParser().parseFromString(page, "text/html").querySelector<HTMLInputElement>('[name="csrf"]');
      if (fresh) this.field("csrf").value = fresh.value;
      return fresh !== null;
    } catch {
      return false;
    }
  }

  private network(seconds: number): Promise<void> {
    return new Promise((done) => {
      const timer = setTimeout(go, seconds * 1000);
      function go(): void {
        clearTimeout(timer);
        window.removeEventListener("online", go);
        done();
      }
      window.addEventListener("online", go);
    });
  }

  private tell(sentence: string, moving = false): void {
    this.sending.hidden = sentence === "";
    this.progress.hidden = !moving;
    this.progress.value = 0;
    this.words.textContent = sentence;
  }

  private say(field: string, sentence: string): void {
    const place = document.querySelector<HTMLElement>(`#${field}-problem`);
    if (!place) return;
    place.textContent = sentence;
    place.hidden = sentence === "";
    const input = document.querySelector<HTMLElement>(`[name="${field}"]`);
    if (sentence) {
      input?.setAttribute("aria-invalid", "true");
      (input ?? place).scrollIntoView({ block: "center" });
      input?.focus();
    } else {
      input?.removeAttribute("aria-invalid");
    }
  }
}

function parsed(text: string): Partial<Answer> {
  try {
    return JSON.parse(text) as Partial<Answer>;
  } catch {
    return {};
  }
}

start();
