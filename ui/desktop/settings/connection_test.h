#pragma once
// Asks a provider whether it is there and takes the key, without an edit: one GET that carries the key and no
// picture, which costs nothing. A service that does not answer GET is still known to be there; its key is
// then only checked where it refuses it.

#include "core/base/result.h"
#include "core/config/settings.h"
#include <QObject>
#include <functional>
#include <memory>

namespace nb::providers {
class HttpCall;
struct HttpOutcome;
} // namespace nb::providers

namespace nb::desktop {

class ConnectionTest : public QObject {
    Q_OBJECT

public:
    enum class Verdict {
        Local,   // nothing to ask: the local engine does the edits
        Works,   // reached, and the key was taken
        Reached, // reached; whether the key is taken will only be known at the first edit
        KeyRefused,
        Unreachable,
    };
    struct Outcome {
        Verdict verdict = Verdict::Local;
        QString text; // a sentence for people
    };

    explicit ConnectionTest(QObject* parent = nullptr);
    ~ConnectionTest() override; // a test under way is broken off

    // `engine`: Provider::name(). done is called once, later, unless another test is started first.
    void start(const QString& engine, const config::ProviderSettings& settings,
               std::function<void(const Outcome&)> done);

    // What an answer means; for tests.
    [[nodiscard]] static Outcome judged(const providers::HttpOutcome& outcome, const QString& host);

private:
    std::unique_ptr<providers::HttpCall> m_call;
};

} // namespace nb::desktop
