#include "core/telemetry/gzip.h"

#include <zlib.h>

namespace nb::telemetry {

QByteArray gzipped(const QByteArray& bytes) {
    constexpr int kGzipWindow = 15 + 16; // zlib: 16 more asks for the frame of gzip
    constexpr int kMemoryLevel = 8;      // zlib's own default
    z_stream stream{};
    if (deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, kGzipWindow, kMemoryLevel,
                     Z_DEFAULT_STRATEGY) != Z_OK)
        return {};
    QByteArray out(static_cast<qsizetype>(deflateBound(&stream, static_cast<uLong>(bytes.size()))), 0);
    QByteArray in = bytes; // zlib's type for it is not const
    stream.next_in = reinterpret_cast<Bytef*>(in.data());
    stream.avail_in = static_cast<uInt>(in.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    const int ended = deflate(&stream, Z_FINISH);
    out.truncate(static_cast<qsizetype>(stream.total_out));
    deflateEnd(&stream);
    return ended == Z_STREAM_END ? out : QByteArray();
}

} // namespace nb::telemetry
