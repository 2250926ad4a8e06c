/** Small things remembered on this device. A browser that forbids storage gets a memory that ends with the page. */

export interface Memory {
  get(key: string): string | null;
  set(key: string, value: string): void;
  remove(key: string): void;
  keys(prefix: string): string[];
}

export function memoryOnly(): Memory {
  const items = new Map<string, string>();
  return {
    get: (key) => items.get(key) ?? null,
    set: (key, value) => void items.set(key, value),
    remove: (key) => void items.delete(key),
    keys: (prefix) => [...items.keys()].filter((key) => key.startsWith(prefix)),
  };
}

function onDevice(): Memory {
  const probe = "deliberation:probe";
  try {
    localStorage.setItem(probe, "");
    localStorage.removeItem(probe);
  } catch {
    return memoryOnly();
  }
  return {
    get: (key) => localStorage.getItem(key),
    set: (key, value) => {
      try {
        localStorage.setItem(key, value);
      } catch {
        // Full: what is in the page still works, it only does not survive a reload.
      }
    },
    remove: (key) => localStorage.removeItem(key),
    keys: (prefix) => Object.keys(localStorage).filter((key) => key.startsWith(prefix)),
  };
}

export const memory = onDevice();
