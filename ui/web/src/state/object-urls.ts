// Object URLs keep their blob in memory until they are revoked: this revokes those that nothing uses any more.

import type { Session } from './session-types';
import type { Picture } from './types';

export class ObjectUrls {
  private readonly live = new Set<string>();
  private readonly pins = new Set<Picture>();

  constructor(
    private readonly createUrl: (blob: Blob) => string,
    private readonly revokeUrl: (url: string) => void,
  ) {}

  create(blob: Blob): string {
    const url = this.createUrl(blob);
    this.live.add(url);
    return url;
  }

  /** Keeps the picture's URL although the session may not show it any more, until unpin(). */
  pin(picture: Picture): void {
    this.pins.add(picture);
  }

  unpin(picture: Picture): void {
    this.pins.delete(picture);
  }

  /** Revokes all but what the session and the pins use. */
  revokeUnused(session: Pick<Session, 'picture' | 'results'>): void {
    const used = new Set<string>();
    for (const picture of this.pins) used.add(picture.url);
    if (session.picture !== null) used.add(session.picture.url);
    for (const result of session.results) used.add(result.url).add(result.original.url);
    for (const url of this.live) {
      if (used.has(url)) continue;
      this.live.delete(url);
      this.revokeUrl(url);
    }
  }
}
