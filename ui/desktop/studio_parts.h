#pragma once
// The objects that the composition root (app/studio) has built for the window and its controllers. It owns
// none of them.

#include <QString>

namespace nb {
class WorkerPool;
}

namespace nb::journal {
class Journal;
}

namespace nb::desktop {

class EmbeddedServer;
class Engine;
class KeyStore;
class Preferences;
class StudioDocument;

// What the composition root has built for the window; everything outlives it.
struct StudioParts {
    Preferences& preferences;
    StudioDocument& document;
    WorkerPool& pool;      // for pixels
    WorkerPool& quickPool; // for what takes milliseconds and is waited for by eyes: no fill runs in it
    Engine& engine;
    KeyStore& keys;
    EmbeddedServer& server;
    journal::Journal* journal; // of edits; nullptr = none is kept
    QString autosaveFolder;
};

} // namespace nb::desktop
