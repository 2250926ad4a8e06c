/** Keep the screen lit where the browser offers it: only over https or on this machine; elsewhere nothing happens. */
export function keepScreenOn(): void {
  const { wakeLock } = navigator as { wakeLock?: WakeLock };
  if (!wakeLock) return;
  const ask = (): void => {
    if (document.visibilityState === "visible") wakeLock.request("screen").catch(() => undefined);
  };
  document.addEventListener("visibilitychange", ask);
  ask();
}
