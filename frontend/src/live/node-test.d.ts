/** The little of Node's test runner that the tests here use; its own types would put Node's globals into browser code. */
declare module "node:test" {
  export function test(name: string, run: () => void | Promise<void>): void;
}

declare module "node:assert/strict" {
  export function equal<T>(actual: T, expected: T, message?: string): void;
  export function notEqual(actual: unknown, unexpected: unknown): void;
  export function deepEqual<T>(actual: T, expected: T, message?: string): void;
}
