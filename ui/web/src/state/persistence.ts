// Saves the session shortly after each change, so that a reload or a crash of the tab loses at most what was done in
// the last moments. The page cannot wait for storage while it is closed: that is why nothing is put off for long.

import type { SavedSession, SessionStorage } from '../storage/types';
import type { SessionDependencies } from './dependencies';
import type { Session } from './session-types';

const quietTime = 300; // milliseconds without a change, as after the end of a stroke

type Wait = SessionDependencies['wait'];

export class Persistence {
  private began = false;
  private timer: AbortController | null = null;
  private saving: Promise<void> | null = null;
  private changed = false;

  /** `failed`: a save did not work. */
  constructor(
    private readonly storage: SessionStorage,
    private readonly wait: Wait,
    private readonly session: () => Session,
    private readonly failed: () => void,
  ) {}

  /** From now on changes are saved: what was there before has been read. */
  begin(): void {
    this.began = true;
  }

  /** To be called after each change. */
  noteChange(): void {
    if (!this.began) return;
    this.changed = true;
    this.timer?.abort();
    const timer = new AbortController();
    this.timer = timer;
    void this.wait(quietTime, timer.signal).then((passed) => (passed ? this.flush() : undefined));
  }

  /** Saves now what has not been saved. Resolves when it is there, or cannot be. */
  async flush(isLeaving = false): Promise<void> {
    this.timer?.abort();
    this.timer = null;
    // One at a time, the newest last; a page that goes has no time to wait.
    while (this.saving !== null && !isLeaving) await this.saving;
    if (!this.changed) return;
    this.changed = false;
    this.saving = this.save(isLeaving).finally(() => {
      this.saving = null;
    });
    await this.saving;
  }

  /** Nothing is stored any more, until the next change. */
  async clear(): Promise<void> {
    this.timer?.abort();
    this.timer = null;
    this.changed = false;
    if (this.saving !== null) await this.saving;
    await this.storage.clear();
  }

  private async save(isLeaving: boolean): Promise<void> {
    try {
      await this.storage.save(savedSession(this.session()), isLeaving);
    } catch {
      this.failed();
    }
  }
}

function savedSession(session: Session): SavedSession {
  const { picture, editor, prompt, settings, tool, brush } = session;
  return {
    picture: picture && {
      blob: picture.blob,
      name: picture.name,
      width: picture.width,
      height: picture.height,
    },
    mask: editor === null || editor.mask.isEmpty() ? null : editor.serialise(),
    prompt,
    settings,
    tool,
    brush,
  };
}
