// Reads an ExportTraceServiceRequest from stdin and prints it as JSON, decoded by the code that OpenTelemetry's npm
// package has generated from the published .proto files. Ids are printed in hexadecimal, 64-bit numbers as text.
'use strict';
const path = require('path');
const transformer = path.dirname(require.resolve('@opentelemetry/otlp-transformer/package.json'));
const root = require(path.join(transformer, 'build/src/generated/root.js'));
const Request = root.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;

const chunks = [];
process.stdin.on('data', (chunk) => chunks.push(chunk));
process.stdin.on('end', () => {
    const bytes = Buffer.concat(chunks);
    const message = Request.decode(bytes);
    const fault = Request.verify ? Request.verify(message) : null;
    if (fault)
        throw new Error(fault);
    const object = Request.toObject(message, { longs: String, bytes: Array, defaults: false });
    const hexIds = (key, value) =>
        /(Id)$/.test(key) && Array.isArray(value) ? Buffer.from(value).toString('hex') : value;
    process.stdout.write(JSON.stringify(object, hexIds));
});
