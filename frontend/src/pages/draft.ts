// What somebody has begun to report survives a reload, a closed browser and a lost network.

export interface Draft {
  key: string; // the form's name: sent with every try, so that the server keeps one report
  place: string;
  words: string;
  photos: Blob[];
}

const DATABASE = "reports";
const STORE = "drafts";

/** Keeps one draft for each form, by the form's address. Without a database in this browser, it keeps nothing. */
export class Drafts {
  constructor(private readonly address: string) {}

  async read(): Promise<Draft | undefined> {
    return this.ask<Draft | undefined>("readonly", (store) => store.get(this.address));
  }

  async write(draft: Draft): Promise<void> {
    await this.ask("readwrite", (store) => store.put(draft, this.address));
  }

  async forget(): Promise<void> {
    await this.ask("readwrite", (store) => store.delete(this.address));
  }

  private async ask<T>(mode: IDBTransactionMode, act: (store: IDBObjectStore) => IDBRequest): Promise<T | undefined> {
    try {
      const database = await settled<IDBDatabase>(opened());
      try {
        return await settled<T>(act(database.transaction(STORE, mode).objectStore(STORE)));
      } finally {
        database.close();
      }
    } catch {
      // Private windows and full disks: the form still works, it only forgets.
      return undefined;
    }
  }
}

function opened(): IDBOpenDBRequest {
  const request = indexedDB.open(DATABASE, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(STORE);
  return request;
}

function settled<T>(request: IDBRequest): Promise<T> {
  return new Promise((done, failed) => {
    request.onsuccess = () => done(request.result as T);
    request.onerror = () => failed(request.error);
  });
}
