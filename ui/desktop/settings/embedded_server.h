#pragma once
// The interface of the HTTP server inside the studio. ui/desktop links no server: app/studio implements this
// over core/server and passes it in.

#include "core/base/result.h"
#include <QObject>
#include <QUrl>

namespace nb::desktop {

class EmbeddedServer : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;

    // Listens on the loopback interface only, with a new token. Error:
    // InvalidArgument, for a port that is taken.
    virtual Result<> start() = 0;
    virtual void stop() = 0; // cancels running edits

    [[nodiscard]] virtual bool isRunning() const = 0;
    [[nodiscard]] virtual QUrl url() const = 0;      // of POST /api/edit; empty while it does not run
    [[nodiscard]] virtual QString token() const = 0; // for "Authorization: Bearer …"
    [[nodiscard]] virtual int requests() const = 0;  // answered since start()

Q_SIGNALS:
    void changed(); // isRunning() or requests()
};

} // namespace nb::desktop
