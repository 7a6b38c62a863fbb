#include "ui/desktop/document/autosave.h"

#include "core/image/cv_rect.h"
#include "core/mask/delta.h"
#include "ui/desktop/document/studio_document.h"
#include <QStandardPaths>
#include <array>
#include <atomic>
#include <cstring>
#include <utility>

namespace nb::desktop {
namespace {

using mask::kTilePx;

constexpr int kTilesAtOnce = 64; // a megabyte, a fraction of a millisecond
constexpr int kMaxWaiting = 32;  // jobs; as many megabytes
constexpr int kWaitMs = 20;      // for the thread to catch up
constexpr int kRetryMs = 60'000;
constexpr qint64 kLongLogBytes = 64 * 1024 * 1024; // of changes

cv::Mat view(const cv::Mat& pixels, const QRect& rect) {
    return pixels(cvRect(rect));
}

bool isZero(const cv::Mat& tile) {
    static constexpr std::array<uchar, kTilePx> kZero{};
    for (int y = 0; y < tile.rows; ++y)
        if (std::memcmp(tile.ptr(y), kZero.data(), size_t(tile.cols)) != 0)
            return false;
    return true;
}

} // namespace

// What the thread works on. The log is touched there only.
struct Autosave::Log {
    std::unique_ptr<recovery::RecoveryLog> file;
    std::atomic<bool> over = false; // it failed, or nobody wants it: nothing is written any more
    std::atomic<int> waiting = 0;
    std::atomic<qint64> changedBytes = 0; // behind the picture
    qint64 pictureBytes = 0;
};

Autosave::Autosave(StudioDocument& document, QString folder, QObject* parent)
    : QObject(parent), m_document(document), m_folder(std::move(folder)) {
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &Autosave::flush);
    connect(&document, &StudioDocument::opened, this, &Autosave::begin);
    connect(&document, &StudioDocument::maskChanged, this, &Autosave::markTiles);
    connect(&document, &StudioDocument::maskCommitted, this, &Autosave::schedule);
    connect(&document, &StudioDocument::pictureChanged, this, &Autosave::writePixels);
    connect(&document, &StudioDocument::resultsChanged, this, &Autosave::writeResults);
    connect(&document, &StudioDocument::renamed, this, &Autosave::schedule);
    connect(&document.undoStack(), &QUndoStack::cleanChanged, this, &Autosave::schedule);
    if (document.isOpen())
        begin();
}

Autosave::~Autosave() {
    discardLog(std::exchange(m_log, nullptr));
}

QString Autosave::usualFolder() {
    return QStandardPaths::writableLocation(QStandardPaths::AppLocalDataLocation) +
           QStringLiteral("/recovery");
}

QFuture<Result<std::vector<recovery::Recoverable>>> Autosave::findRecoverable() {
    return m_thread.run([folder = m_folder]() -> Result<std::vector<recovery::Recoverable>> {
        return recovery::findRecoverable(folder);
    });
}

QFuture<Result<>> Autosave::restore(const QString& id) {
    using Shared = Result<std::shared_ptr<recovery::Recovered>>;
    return m_thread
        .run([folder = m_folder, id]() -> Shared {
            Result<recovery::Recovered> recovered = recovery::recover(folder, id);
            if (!recovered)
                return recovered.error();
            return std::make_shared<recovery::Recovered>(std::move(*recovered));
        })
        .then(this, [this](const Shared& recovered) -> Result<> {
            if (!recovered)
                return recovered.error();
            m_resumed = *recovered;
            // Moved: samples that somebody else holds are copied at the next change.
            project::Project project = std::move(m_resumed->project);
            m_document.open(std::move(project.picture), std::move(project.mask), std::move(project.results),
                            m_resumed->state.name, m_resumed->state.path);
            m_resumed.reset();
            m_document.undoStack().resetClean();
            return {};
        });
}

void Autosave::discardRecoverable(const QString& id) {
    (void)m_thread.run([folder = m_folder, id]() -> Result<> {
        recovery::discardRecoverable(folder, id);
        return {};
    });
}

bool Autosave::isUpToDate() const {
    return m_log == nullptr || (m_tiles.isEmpty() && !m_timer.isActive() && m_log->waiting == 0 &&
                                !m_document.isMaskBeingEdited() && !m_stopped.isValid());
}

void Autosave::begin() {
    discardLog(std::exchange(m_log, nullptr));
    m_timer.stop();
    if (!m_document.isOpen())
        return;
    if (m_resumed != nullptr)
        resume(*m_resumed);
    else
        beginNewLog();
}

void Autosave::beginNewLog() {
    m_log = std::make_shared<Log>();
    m_log->pictureBytes =
        qint64(m_document.picture().pixels.total() * m_document.picture().pixels.elemSize());
    m_stopped.invalidate();
    m_writtenState = state();
    m_writtenResults.clear();
    m_writtenOrder.clear();
    m_tiles.reset(m_document.size(), DirtyTiles::State::Unknown);
    post([folder = m_folder, picture = m_document.picture(), state = m_writtenState](Log& log) -> Result<> {
        auto file = recovery::RecoveryLog::begin(folder);
        if (!file)
            return file.error();
        log.file = std::move(*file);
        return log.file->writePicture(picture, state);
    });
    writeResults();
    schedule();
}

// The log holds all of it already.
void Autosave::resume(recovery::Recovered& recovered) {
    m_log = std::make_shared<Log>();
    m_log->file = std::move(recovered.log);
    m_stopped.invalidate();
    m_writtenState = recovered.state;
    m_writtenResults.clear();
    m_writtenOrder.clear();
    for (const project::Layer& layer : m_document.results()) {
        m_writtenResults += layer.id;
        m_writtenOrder += layer.id;
    }
    m_tiles.reset(m_document.size(), DirtyTiles::State::Written);
}

void Autosave::discardLog(const std::shared_ptr<Log>& old) {
    if (old == nullptr)
        return;
    old->over = true; // what still waits need not be written
    (void)m_thread.run([log = old]() -> Result<> {
        if (log->file)
            log->file->discard();
        log->file.reset();
        return {};
    });
}

void Autosave::post(Job job) {
    ++m_log->waiting;
    m_thread
        .run([log = m_log, job = std::move(job)]() -> Result<> {
            Result<> done = log->over ? Result<>() : job(*log);
            if (!done)
                log->over = true;
            if (log->file)
                log->changedBytes = log->file->bytes() - log->pictureBytes;
            // Once for all that was waiting: it may take as long as writing.
            if (--log->waiting == 0 && !log->over)
                return log->file->sync();
            return done;
        })
        .then(this, [this, log = m_log](const Result<>& done) {
            if (!done)
                stop(log, done.error());
        });
}

void Autosave::stop(const std::shared_ptr<Log>& log, const Error& error) {
    if (log != m_log || m_stopped.isValid())
        return;
    m_stopped.start();
    m_timer.start(kRetryMs);
    Q_EMIT failed(error);
}

recovery::RecoveryState Autosave::state() const {
    return {m_document.name(), m_document.path(), !m_document.isModified()};
}

void Autosave::markTiles(const QRect& rect) {
    const QRect inside = rect & m_document.rect();
    if (m_log != nullptr && !inside.isEmpty())
        m_tiles.mark(inside);
}

void Autosave::schedule() {
    if (m_log != nullptr && !m_timer.isActive())
        m_timer.start(0);
}

void Autosave::flush() {
    if (m_log == nullptr)
        return;
    if (m_stopped.isValid()) {
        if (const qint64 left = kRetryMs - m_stopped.elapsed(); left > 0) {
            m_timer.start(int(left));
            return;
        }
        discardLog(std::exchange(m_log, nullptr));
        beginNewLog();
        return;
    }
    if (m_log->waiting > kMaxWaiting) {
        m_timer.start(kWaitMs);
        return;
    }
    if (!m_tiles.isEmpty())
        writeTiles();
    if (m_tiles.isEmpty())
        writeState();
    else
        m_timer.start(0);
}

void Autosave::writeTiles() {
    std::vector<recovery::MaskPiece> pieces;
    for (const DirtyTiles::Tile& tile : m_tiles.takeBatch(kTilesAtOnce)) {
        const cv::Mat samples = view(m_document.mask().pixels, tile.rect);
        if (tile.state == DirtyTiles::State::Changed || !isZero(samples))
            pieces.push_back({tile.rect, samples.clone()});
    }
    if (!pieces.empty())
        post([pieces = std::move(pieces)](Log& log) { return log.file->appendMask(pieces); });
}

// Shares the samples: the document makes a copy, should it change them before they are written.
void Autosave::writePixels(const QRect& rect) {
    if (m_log == nullptr || m_stopped.isValid())
        return;
    const project::Patch patch{rect, view(m_document.picture().pixels, rect)};
    post([patch](Log& log) { return log.file->appendPixels(patch); });
    schedule();
}

void Autosave::writeResults() {
    if (m_log == nullptr || m_stopped.isValid())
        return;
    QStringList order;
    for (const project::Layer& layer : m_document.results()) {
        order += layer.id;
        if (m_writtenResults.contains(layer.id))
            continue;
        m_writtenResults += layer.id;
        post([layer](Log& log) { return log.file->appendResult(layer); });
    }
    if (order == m_writtenOrder)
        return;
    m_writtenOrder = order;
    post([order](Log& log) { return log.file->appendOrder(order); });
    schedule();
}

// Behind everything that it speaks of.
void Autosave::writeState() {
    const recovery::RecoveryState now = state();
    if (now == m_writtenState)
        return;
    m_writtenState = now;
    if (now.saved && m_log->changedBytes > kLongLogBytes) {
        // Saved, and the log is long: a new one replaces it, the old one is removed when the new one is
        // there.
        const std::shared_ptr<Log> old = std::exchange(m_log, nullptr);
        beginNewLog();
        discardLog(old);
        return;
    }
    post([now](Log& log) { return log.file->appendState(now); });
}

} // namespace nb::desktop
