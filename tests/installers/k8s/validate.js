// Reads [{name, document}] from stdin, Kubernetes objects, and prints an array of faults, by the validators that the
// packages below have generated from the published schemas. The validators pass over fields that they do not know, which
// a server with strict validation does not; so an object shows which of its fields were looked at, and the others are
// faults.
'use strict';
const path = require('path');

// Which package has the class of an object.
function validatorOf({ apiVersion, kind }) {
    const pack = String(apiVersion).startsWith('monitoring.coreos.com/')
        ? '@kubernetes-models/prometheus-operator'
        : 'kubernetes-models';
    try {
        return require(path.posix.join(pack, String(apiVersion)))[kind]?.prototype.validate;
    } catch {
        return undefined;
    }
}

// The same object, which writes each property that is read into `seen`, as a path.
function observed(object, seen, where = '') {
    return new Proxy(object, {
        get(target, key) {
            const value = target[key];
            if (typeof key !== 'string' || !Object.hasOwn(target, key))
                return value;
            seen.add(`${where}/${key}`);
            return value !== null && typeof value === 'object' ? observed(value, seen, `${where}/${key}`) : value;
        },
    });
}

function unseen(value, seen, where = '') {
    if (value === null || typeof value !== 'object')
        return [];
    return Object.keys(value).flatMap((key) => {
        const here = `${where}/${key}`;
        return seen.has(here) ? unseen(value[key], seen, here) : [here];
    });
}

function faultsOf({ name, document }) {
    const validate = validatorOf(document);
    if (!validate)
        return [`${name}: no schema of ${document.apiVersion} ${document.kind}`];
    const seen = new Set();
    try {
        validate.call(observed(document, seen));
    } catch (error) {
        return [`${name}: ${error.message}`];
    }
    return unseen(document, seen).map((field) => `${name}: unknown field ${field}`);
}

const chunks = [];
process.stdin.on('data', (chunk) => chunks.push(chunk));
process.stdin.on('end', () => {
    const faults = JSON.parse(Buffer.concat(chunks).toString()).flatMap(faultsOf);
    process.stdout.write(JSON.stringify(faults));
});
