#include "core/telemetry/log.h"

#include "core/telemetry/descriptor_sink.h"
#include "core/telemetry/line_format.h"
#include <QJsonDocument>
#include <algorithm>
#include <csignal>
#include <memory>
#include <mutex>
#include <spdlog/async_logger.h>
#include <spdlog/details/thread_pool.h>
#include <unistd.h>

namespace nb::log {
namespace {

constexpr std::chrono::milliseconds kStopTimeout{2000};
constexpr int kMinSecretLength = 6;

// A write to a pipe without a reader signals the writing thread; blocked, it is just EPIPE.
void blockSigpipe() {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &set, nullptr);
}

// One start(): the thread, its queue, and what it writes to.
struct Running {
    Running(Sink sinkKind, Level minimum, int fileDescriptor)
        : kind(sinkKind), level(minimum), sink(std::make_shared<DescriptorSink>(fileDescriptor)),
          pool(std::make_shared<spdlog::details::thread_pool>(kQueueLines, 1, blockSigpipe)),
          logger(std::make_shared<spdlog::async_logger>("nanobanana", sink, pool,
                                                        spdlog::async_overflow_policy::overrun_oldest)) {
        logger->set_level(spdlog::level::trace);
    }

    Sink kind;
    Level level;
    std::shared_ptr<DescriptorSink> sink;
    std::shared_ptr<spdlog::details::thread_pool> pool;
    std::shared_ptr<spdlog::async_logger> logger;

    [[nodiscard]] quint64 dropped() const { return pool->overrun_counter() + sink->lost(); }
};

struct State {
    std::mutex mutex; // guards everything here
    std::shared_ptr<Running> running;
    quint64 droppedBefore = 0; // by earlier runs
    QStringList secrets; // of all HiddenSecrets, the longest first; one that has several owners is there
                         // several times
    bool capturing = false;
    Level captureLevel = Level::Debug;
    QByteArrayList captured;
    QtMessageHandler formerHandler = nullptr;
};

// Never destroyed: threads may log while statics go.
State& state() {
    static State* const instance = new State;
    return *instance;
}

void writeQtMessage(QtMsgType type, const QMessageLogContext& context, const QString& text) {
    const Level level = type == QtDebugMsg     ? Level::Debug
                        : type == QtInfoMsg    ? Level::Info
                        : type == QtWarningMsg ? Level::Warning
                                               : Level::Error;
    QJsonObject fields;
    if (context.category && qstrcmp(context.category, "default") != 0)
        fields.insert(QStringLiteral("category"), QString::fromUtf8(context.category));
    write(level, text, fields);
    if (type == QtFatalMsg)
        stop(); // Qt aborts as soon as this returns
}

} // namespace

void start(Sink sink, Level level) {
    start(sink, level, sink == Sink::JsonToStdout ? STDOUT_FILENO : STDERR_FILENO);
}

void start(Sink sink, Level level, int fileDescriptor) {
    stop();
    auto running = std::make_shared<Running>(sink, level, fileDescriptor);
    const std::lock_guard lock(state().mutex);
    state().running = std::move(running);
    state().formerHandler = qInstallMessageHandler(writeQtMessage);
}

void stop() {
    std::shared_ptr<Running> running;
    {
        const std::lock_guard lock(state().mutex);
        running = std::move(state().running);
        if (running)
            qInstallMessageHandler(state().formerHandler);
    }
    if (!running)
        return;
    running->sink->giveUpAfter(kStopTimeout);
    const quint64 overruns = running->pool->overrun_counter();
    running->logger.reset();
    running->pool.reset(); // its destructor works off the queue and joins the thread
    const std::lock_guard lock(state().mutex);
    state().droppedBefore += overruns + running->sink->lost();
}

void setLevel(Level level) {
    const std::lock_guard lock(state().mutex);
    if (state().running)
        state().running->level = level;
}

bool enabled(Level level) {
    State& s = state();
    const std::lock_guard lock(s.mutex);
    return (s.running && level >= s.running->level) || (s.capturing && level >= s.captureLevel);
}

namespace {

enum class Threshold { OfTheLog, None };

void writeLine(Level level, Threshold threshold, const QString& message, const QJsonObject& fields) {
    State& s = state();
    std::unique_lock lock(s.mutex);
    const bool toSink = s.running && (threshold == Threshold::None || level >= s.running->level);
    const bool toCapture = s.capturing && (threshold == Threshold::None || level >= s.captureLevel);
    if (!toSink && !toCapture)
        return;
    const QStringList secrets = s.secrets;
    const std::shared_ptr<Running> running = toSink ? s.running : nullptr;
    lock.unlock();

    const Event event =
        cleaned({QDateTime::currentDateTimeUtc(), level, message, fields}, secrets, kMaxTextLength);
    if (toCapture) {
        const QByteArray line = jsonLine(event);
        lock.lock();
        s.captured << line;
        lock.unlock();
    }
    if (running) {
        const QByteArray line = running->kind == Sink::JsonToStdout ? jsonLine(event) : textLine(event);
        lock.lock(); // queueing is quick, and stop() may have come in between
        if (running == s.running)
            running->logger->log(spdlog::level::info,
                                 spdlog::string_view_t(line.constData(), static_cast<size_t>(line.size())));
    }
}

} // namespace

void write(Level level, const QString& message, const QJsonObject& fields) {
    writeLine(level, Threshold::OfTheLog, message, fields);
}

void announce(const QString& message, const QJsonObject& fields) {
    writeLine(Level::Info, Threshold::None, message, fields);
}

HiddenSecrets::HiddenSecrets(QStringList secrets) : m_secrets(std::move(secrets)) {
    m_secrets.removeIf([](const QString& secret) { return secret.size() < kMinSecretLength; });
    const std::lock_guard lock(state().mutex);
    QStringList& all = state().secrets;
    all += m_secrets;
    // A secret that contains another one is replaced first, or the rest of it would stay readable.
    std::sort(all.begin(), all.end(), [](const QString& a, const QString& b) { return a.size() > b.size(); });
}

HiddenSecrets::~HiddenSecrets() {
    const std::lock_guard lock(state().mutex);
    for (const QString& secret : m_secrets)
        state().secrets.removeOne(secret);
}

quint64 droppedLines() {
    const std::lock_guard lock(state().mutex);
    return state().droppedBefore + (state().running ? state().running->dropped() : 0);
}

Capture::Capture(Level level) {
    const std::lock_guard lock(state().mutex);
    state().capturing = true;
    state().captureLevel = level;
    state().captured.clear();
}

Capture::~Capture() {
    const std::lock_guard lock(state().mutex);
    state().capturing = false;
    state().captured.clear();
}

QByteArrayList Capture::rawLines() const {
    const std::lock_guard lock(state().mutex);
    return state().captured;
}

QList<QJsonObject> Capture::lines() const {
    QList<QJsonObject> objects;
    const QByteArrayList raw = rawLines();
    for (const QByteArray& line : raw)
        objects << QJsonDocument::fromJson(line).object();
    return objects;
}

QList<QJsonObject> Capture::lines(const QString& message) const {
    QList<QJsonObject> matching;
    const QList<QJsonObject> all = lines();
    std::copy_if(all.begin(), all.end(), std::back_inserter(matching), [&](const QJsonObject& line) {
        return line[QStringLiteral("message")].toString() == message;
    });
    return matching;
}

} // namespace nb::log
