#pragma once
// The HTTP server inside the studio, as the window sees it. The studio links no server: app/studio implements
// this over core/server and hands it in.

#include "core/base/result.h"
#include <QObject>
#include <QUrl>

namespace nb::desktop {

class EmbeddedServer : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;

    // Listens on the loopback interface only, with a token of its own that is made anew. Error:
    // InvalidArgument, for a port that is taken.
    virtual Result<> start() = 0;
    virtual void stop() = 0; // edits that run are broken off

    [[nodiscard]] virtual bool isRunning() const = 0;
    [[nodiscard]] virtual QUrl url() const = 0;      // of POST /api/edit; empty while it does not run
    [[nodiscard]] virtual QString token() const = 0; // for "Authorization: Bearer …"
    [[nodiscard]] virtual int requests() const = 0;  // answered since start()

Q_SIGNALS:
    void changed(); // runs or not, or one more request
};

} // namespace nb::desktop
