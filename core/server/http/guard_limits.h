#pragma once
// What one connection may cost. The defaults are the ones that run in production; tests make them small.

#include <QtGlobal>
#include <chrono>

namespace nb::server {

struct GuardLimits {
    int maxTargetBytes = 8 * 1024;
    int maxHeaderBytes = 64 * 1024; // all header lines together
    int maxHeaderCount = 128;
    int maxChunkExtensionBytes = 256;
    qint64 maxBodyBytes = 0; // decoded

    std::chrono::milliseconds handshake{5'000}; // of TLS, on a new connection
    std::chrono::milliseconds firstByte{5'000}; // then
    std::chrono::milliseconds headers{10'000};  // from the first byte to the blank line
    std::chrono::milliseconds idle{15'000};     // between two requests
    std::chrono::milliseconds bodyWindow{10'000};
    qint64 minBodyBytesPerWindow = 10 * 1024;     // slower is cut off
    std::chrono::milliseconds body{120'000};      // from its first byte to its last
    std::chrono::milliseconds memoryWait{10'000}; // for other bodies to make room for it
    std::chrono::milliseconds writeStall{30'000};
    std::chrono::milliseconds linger{2'000}; // for the client to read a last response
    // The same after a refusal before the body's end: the client may read only when it has sent all of it. As
    // much as the largest body is thrown away then.
    std::chrono::milliseconds discard{5'000};

    int maxConnections = 2048; // a thousand that are idle leave room for as many that are not
    int maxConnectionsPerAddress = 32;
};

} // namespace nb::server
