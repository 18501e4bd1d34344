// Runs tasks one after another, in the order they came. All mutations go through one of these: a condition
// is checked and acted on before the next one looks, and sequence numbers become visible in their order.

export type Serial = <T>(task: () => Promise<T>) => Promise<T>;

export function createSerial(): Serial {
  let last: Promise<unknown> = Promise.resolve();
  return (task) => {
    const result = last.then(task);
    // The caller sees the failure; the queue only waits for the end.
    last = result.catch(() => undefined);
    return result;
  };
}
