// One HTTP request as the client needs it. XMLHttpRequest, since fetch says nothing of how much has been sent.

export interface TransportRequest {
  readonly method: 'GET' | 'POST';
  /** Relative to the page. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: FormData;
  readonly signal: AbortSignal | undefined;
  /** Milliseconds until it counts as failed; undefined: none. */
  readonly timeout?: number;
  /** 0 to 1, while a body is sent; 1 when all of it is out. */
  readonly onUpload?: (share: number) => void;
  /** The head of the response is there. */
  readonly onResponse?: () => void;
}

export interface TransportResponse {
  readonly status: number;
  /** Null if it is not there, or not to be read from another origin. */
  header(name: string): string | null;
  readonly body: Blob;
}

/**
 * Rejects with a DOMException "AbortError" when aborted; then the connection is closed. Rejects with ConnectionError
 * when no whole response came.
 */
export type Transport = (request: TransportRequest) => Promise<TransportResponse>;

/** No connection, a broken one, or an answer that the browser does not let the page see. */
export class ConnectionError extends Error {
  constructor() {
    super('no whole response came');
    this.name = 'ConnectionError';
  }
}

export function abortError(): DOMException {
  return new DOMException('The request was cancelled', 'AbortError');
}

export function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError';
}

export const xhrTransport: Transport = (request) =>
  new Promise((resolve, reject) => {
    const { signal } = request;
    if (signal?.aborted === true) {
      reject(abortError());
      return;
    }
    const xhr = new XMLHttpRequest();
    const abort = () => xhr.abort();
    const settle = (end: () => void) => () => {
      signal?.removeEventListener('abort', abort);
      end();
    };
    signal?.addEventListener('abort', abort);
    xhr.onload = settle(() => {
      const body = xhr.response instanceof Blob ? xhr.response : new Blob();
      resolve({ status: xhr.status, header: (name) => xhr.getResponseHeader(name), body });
    });
    xhr.onerror = settle(() => reject(new ConnectionError()));
    xhr.ontimeout = settle(() => reject(new ConnectionError()));
    xhr.onabort = settle(() => reject(abortError()));
    xhr.onreadystatechange = () => {
      if (xhr.readyState === XMLHttpRequest.HEADERS_RECEIVED) request.onResponse?.();
    };
    const { onUpload } = request;
    if (onUpload !== undefined) {
      // The listener makes a request to another origin ask first; the page's are all to its own.
      xhr.upload.onprogress = (event) => onUpload(event.total > 0 ? event.loaded / event.total : 0);
      xhr.upload.onload = () => onUpload(1);
    }
    try {
      xhr.open(request.method, request.url);
      for (const [name, value] of Object.entries(request.headers)) xhr.setRequestHeader(name, value);
      xhr.responseType = 'blob';
      xhr.timeout = request.timeout ?? 0;
      xhr.send(request.body ?? null);
    } catch {
      settle(() => reject(new ConnectionError()))(); // a header value that HTTP has no room for
    }
  });
