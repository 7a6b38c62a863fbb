// The real server in a folder of its own, on ports that are free. NB_BINARY names the program; else the one that
// `make build` makes. With NB_PAGE the page is not the program's own but the folder named there, as `npm run build`
// makes it: quicker while a test is written.

import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { servePage, type PageServer } from './page-server';

const binary =
  process.env['NB_BINARY'] ?? fileURLToPath(new URL('../../../../../build/bin/nanobanana', import.meta.url));

export type Environment = Readonly<Record<string, string>>;

export class Program {
  private child: ChildProcess | null = null;
  private pageServer: PageServer | null = null;
  private apiPort = 0;
  private pagePort = 0;
  private readonly log: string[] = [];

  private constructor(
    private readonly folder: string,
    private readonly environment: Environment,
  ) {}

  static async start(environment: Environment = {}): Promise<Program> {
    const program = new Program(await mkdtemp(join(tmpdir(), 'nb-page-')), environment);
    [program.apiPort, program.pagePort] = await freePorts();
    await program.run();
    const folder = process.env['NB_PAGE'];
    if (folder !== undefined)
      program.pageServer = await servePage(resolve(folder), program.pagePort, program.apiPort);
    return program;
  }

  /** Where the page is. */
  get page(): string {
    return `http://127.0.0.1:${this.pagePort}/`;
  }

  /** Ends it as a crash does; the ports stay its own. */
  async kill(): Promise<void> {
    const { child } = this;
    if (child === null) return;
    const gone = new Promise((done) => child.once('exit', done));
    child.kill('SIGKILL');
    await gone;
    this.child = null;
  }

  /** Starts it again after kill(). */
  async restart(): Promise<void> {
    await this.run();
  }

  async stop(): Promise<void> {
    await this.kill();
    await this.pageServer?.stop();
    await rm(this.folder, { recursive: true, force: true });
  }

  private async run(): Promise<void> {
    const child = spawn(binary, ['serve'], {
      cwd: this.folder,
      env: {
        PATH: process.env['PATH'],
        HOME: this.folder,
        STATE_DIR: join(this.folder, 'state'),
        HOST: '127.0.0.1',
        PORT: String(this.apiPort),
        WEB_PORT: process.env['NB_PAGE'] === undefined ? String(this.pagePort) : '0',
        RATE_LIMIT_ENABLED: 'false',
        // The page server of NB_PAGE passes the browser's Origin on to another port.
        ALLOWED_ORIGINS: `http://127.0.0.1:${this.pagePort}`,
        ...this.environment,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child = child;
    const wanted = new Set([
      'Listening',
      ...(process.env['NB_PAGE'] === undefined ? ['Serving the page'] : []),
    ]);
    await new Promise<void>((ready, failed) => {
      const read = (line: string) => {
        this.log.push(line);
        for (const message of wanted) if (line.includes(`"message":"${message}"`)) wanted.delete(message);
        if (wanted.size === 0) ready();
      };
      createInterface({ input: child.stdout }).on('line', read);
      createInterface({ input: child.stderr }).on('line', read);
      child.once('error', failed);
      child.once('exit', () => failed(new Error(`${binary} has ended:\n${this.log.join('\n')}`)));
    });
  }
}

// Both are held until both are known, so that they differ.
async function freePorts(): Promise<[number, number]> {
  const servers = [createServer(), createServer()];
  const ports = await Promise.all(
    servers.map(
      (server) =>
        new Promise<number>((done) => {
          server.listen(0, '127.0.0.1', () => {
            const address = server.address();
            done(typeof address === 'object' && address !== null ? address.port : 0);
          });
        }),
    ),
  );
  await Promise.all(servers.map((server) => new Promise((done) => server.close(done))));
  return [ports[0] ?? 0, ports[1] ?? 0];
}
