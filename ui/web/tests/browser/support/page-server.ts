// A built page from a folder, with /api/* passed on: what `nanobanana serve --web-port` does, for NB_PAGE (program.ts).

import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import { extname, join, normalize } from 'node:path';

const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; connect-src 'self'; " +
  "worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.jpg': 'image/jpeg',
  '.png': 'image/png',
};

export interface PageServer {
  stop(): Promise<void>;
}

export async function servePage(folder: string, port: number, apiPort: number): Promise<PageServer> {
  const server = createServer((incoming, outgoing) => {
    if (incoming.url?.startsWith('/api/') === true) passOn(incoming, outgoing, apiPort);
    else void sendFile(folder, incoming.url ?? '/', outgoing);
  });
  await new Promise<void>((done) => server.listen(port, '127.0.0.1', done));
  return {
    stop: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

function passOn(incoming: IncomingMessage, outgoing: ServerResponse, port: number): void {
  const { method, url, headers } = incoming;
  const onward = request({ host: '127.0.0.1', port, method, path: url, headers }, (answer) => {
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(outgoing);
    answer.on('error', () => outgoing.destroy());
  });
  onward.on('error', () => outgoing.destroy());
  outgoing.on('close', () => onward.destroy());
  incoming.pipe(onward);
}

async function sendFile(folder: string, url: string, outgoing: ServerResponse): Promise<void> {
  const path = join(folder, normalize(url === '/' ? '/index.html' : url));
  const found = await stat(path).catch(() => null);
  if (found?.isFile() !== true) {
    outgoing.writeHead(404).end();
    return;
  }
  outgoing.writeHead(200, {
    'Content-Type': types[extname(path)] ?? 'application/octet-stream',
    'Content-Security-Policy': policy,
  });
  createReadStream(path).pipe(outgoing);
}
