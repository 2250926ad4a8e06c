type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

function isObject(value: unknown): value is { [key: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * Apply a JSON Merge Patch (RFC 7396) without changing `target`.
 * What the patch does not touch is the same object afterwards, so that views can compare by identity.
 */
export function merge<T>(target: T, patch: unknown): T;
export function merge(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch;
  const source = isObject(target) ? target : {};
  let result = source;
  for (const key of Object.keys(patch)) {
    const change = patch[key];
    const present = Object.prototype.hasOwnProperty.call(source, key);
    const before = present ? source[key] : undefined;
    if (change === null) {
      if (!present) continue;
      if (result === source) result = { ...source };
      delete result[key];
      continue;
    }
    const after = merge<unknown>(before, change) as Json;
    if (present && after === before) continue;
    if (result === source) result = { ...source };
    // Defined rather than assigned: a key named __proto__ is data like any other.
    Object.defineProperty(result, key, { value: after, enumerable: true, configurable: true, writable: true });
  }
  return result;
}
