// The session in IndexedDB: the picture under one key, written only when it is another one, all else under a second.
// Both in one transaction: with two tabs the last writer wins, as a whole.

import { createStore, promisifyRequest, type UseStore } from 'idb-keyval';
import { parseSaved, version } from './saved-session';
import type { SavedSession, SessionStorage } from './types';

const longestWait = 5000; // milliseconds; a database that never answers is one that is not there

export function indexedDbStorage(database = 'nanobanana'): SessionStorage {
  let opened: UseStore | null = null;
  const inStore: UseStore = (mode, callback) => (opened ??= createStore(database, 'session'))(mode, callback);
  const ids = new WeakMap<Blob, string>();
  return {
    async load() {
      try {
        const read = inStore('readonly', (store) =>
          Promise.all([
            promisifyRequest<unknown>(store.get('work')),
            promisifyRequest<unknown>(store.get('picture')),
          ]),
        );
        const [work, picture] = await inTime(read);
        const saved = parseSaved(work, picture);
        const id = (work as { pictureId?: unknown } | undefined)?.pictureId;
        if (saved?.picture && typeof id === 'string') ids.set(saved.picture.blob, id);
        return saved;
      } catch {
        opened = null; // the next attempt opens it again
        return null;
      }
    },
    async save(session, isLeaving) {
      try {
        await inTime(inStore('readwrite', (store) => write(store, session, ids, isLeaving)));
      } catch (error) {
        opened = null;
        throw error;
      }
    },
    async clear() {
      try {
        await inTime(inStore('readwrite', (store) => promisifyRequest(store.clear())));
      } catch {
        opened = null; // then there is nothing to clear either
      }
    },
  };
}

async function write(
  store: IDBObjectStore,
  session: SavedSession,
  ids: WeakMap<Blob, string>,
  isLeaving: boolean,
): Promise<void> {
  const { picture, ...rest } = session;
  const pictureId = picture === null ? null : idOf(picture.blob, ids);
  const done = promisifyRequest(store.transaction);
  done.catch(() => undefined); // where a put() throws, nobody waits for it
  const stored = store.get('work');
  const putPicture = () => {
    if (picture === null) store.delete('picture');
    else store.put({ id: pictureId, ...picture }, 'picture');
  };
  if (isLeaving) {
    putPicture(); // what is stored can only be read by who stays
  } else {
    stored.onsuccess = () => {
      if (idIn(stored.result) === pictureId) return;
      try {
        putPicture();
      } catch {
        store.transaction.abort();
      }
    };
  }
  store.put({ version, pictureId, ...rest }, 'work');
  if (isLeaving) store.transaction.commit();
  await done;
}

function idIn(work: unknown): unknown {
  return typeof work === 'object' && work !== null
    ? (work as Record<string, unknown>)['pictureId']
    : undefined;
}

function idOf(blob: Blob, ids: WeakMap<Blob, string>): string {
  const known = ids.get(blob);
  if (known !== undefined) return known;
  const id = [...crypto.getRandomValues(new Uint32Array(4))].map((part) => part.toString(16)).join('-');
  ids.set(blob, id);
  return id;
}

function inTime<T>(work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('IndexedDB does not answer')), longestWait);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
