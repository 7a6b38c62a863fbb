#pragma once
// The certificate and the private key of a TLS server, from PEM files as certbot and Kubernetes write them.
// It opens no connection and does not watch the files.

#include "core/base/result.h"
#include <QSslConfiguration>

namespace nb::server {

// What a server's sockets need: the chain (the server's own certificate first) and its key (RSA or elliptic
// curve, without a passphrase), TLS 1.2 or newer. Reads both files.
// Errors: InvalidArgument that names the setting, TLS_CERT_FILE or TLS_KEY_FILE, the file and the cure: it
// cannot be read, is not what it should be, or the key is another certificate's. Whether the certificate has
// expired is not looked at: who restarts a server then should not lose it.
[[nodiscard]] Result<QSslConfiguration> readTlsFiles(const QString& certificateFile, const QString& keyFile);

} // namespace nb::server
