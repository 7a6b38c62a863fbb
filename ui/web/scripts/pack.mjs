// Makes of the built page what the server's program takes in: a gzip and a brotli copy beside each file that they make
// smaller, and a Qt resource file that names them all. Fails where the build has broken a promise: too much script, an
// asset that would be kept for ever without a hash in its name, script or style in the HTML, which the page's CSP
// forbids.
//
// Usage: node scripts/pack.mjs <folder of the built page> <.qrc file to write>
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const maxScriptBytes = 200_000; // all scripts together, as gzip
const worthwhile = 0.95; // a copy that is not smaller than that is left out: pictures are compressed already

/** Paths of all files below a folder, relative to it, with slashes, sorted. */
function filesBelow(folder, below = '') {
  return readdirSync(join(folder, below), { withFileTypes: true })
    .flatMap((entry) => {
      const name = below === '' ? entry.name : `${below}/${entry.name}`;
      return entry.isDirectory() ? filesBelow(folder, name) : [name];
    })
    .sort();
}

function compress(bytes) {
  return {
    '.gz': gzipSync(bytes, { level: constants.Z_BEST_COMPRESSION }),
    '.br': brotliCompressSync(bytes, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
        [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
      },
    }),
  };
}

/** What is wrong with the file by its name or content; undefined if nothing is. */
function faultOf(name, bytes) {
  if (name.startsWith('assets/') && !/-[\w-]{8}\.\w+$/.test(name)) {
    return 'has no hash in its name, and browsers keep what is in assets/ for ever';
  }
  if (name.endsWith('.html') && /<script(?![^>]*\ssrc=)|<style|\sstyle=|\son\w+=/i.test(bytes.toString())) {
    return "has script or style in it, which the page's CSP forbids";
  }
  return undefined;
}

function fail(message) {
  console.error(`pack: ${message}`);
  process.exit(1);
}

function pack(folder, qrc) {
  for (const old of filesBelow(folder).filter((name) => /\.(gz|br)$/.test(name))) {
    rmSync(join(folder, old));
  }
  const names = filesBelow(folder);
  if (!names.includes('index.html')) {
    fail(`there is no index.html in ${folder}`);
  }
  let scriptBytes = 0;
  const packed = [];
  for (const name of names) {
    const bytes = readFileSync(join(folder, name));
    const fault = faultOf(name, bytes);
    if (fault !== undefined) {
      fail(`${name} ${fault}`);
    }
    packed.push(name);
    for (const [suffix, copy] of Object.entries(compress(bytes))) {
      if (suffix === '.gz' && name.endsWith('.js')) {
        scriptBytes += copy.length;
      }
      if (copy.length < bytes.length * worthwhile) {
        writeFileSync(join(folder, name + suffix), copy);
        packed.push(name + suffix);
      }
    }
  }
  if (scriptBytes > maxScriptBytes) {
    fail(`the page has ${scriptBytes} bytes of script (gzip); ${maxScriptBytes} is the limit`);
  }
  // The resource compiler finds a file from the folder of the .qrc.
  const prefix = relative(dirname(qrc), folder);
  const lines = packed.map((name) => `<file alias="${name}">${join(prefix, name)}</file>`);
  writeFileSync(
    qrc,
    ['<RCC version="1.0">', '<qresource prefix="/page">', ...lines, '</qresource>', '</RCC>', ''].join('\n'),
  );
  console.log(
    `page: ${names.length} files, ${scriptBytes} bytes of script (gzip) of at most ${maxScriptBytes}`,
  );
}

const [folder, qrc] = process.argv.slice(2);
if (folder === undefined || qrc === undefined) {
  fail('usage: node scripts/pack.mjs <folder of the built page> <.qrc file to write>');
} else {
  pack(folder, qrc);
}
