/** Calls `paint` once before the next frame, however often it is asked to. */
export class Frame {
  readonly #paint: () => void;
  #request: number | null = null;

  constructor(paint: () => void) {
    this.#paint = paint;
  }

  request(): void {
    this.#request ??= requestAnimationFrame(() => {
      this.#request = null;
      this.#paint();
    });
  }

  /** Without waiting for the frame. */
  now(): void {
    this.cancel();
    this.#paint();
  }

  cancel(): void {
    if (this.#request !== null) cancelAnimationFrame(this.#request);
    this.#request = null;
  }
}
