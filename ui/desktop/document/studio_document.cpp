#include "ui/desktop/document/studio_document.h"

#include "core/image/cv_rect.h"
#include "core/mask/empty_mask.h"
#include "ui/desktop/document/document_commands.h"
#include <QElapsedTimer>
#include <algorithm>
#include <limits>
#include <utility>

namespace nb::desktop {
namespace {

constexpr size_t kTilesAtOnce = 64; // of an undo, a megapixel; a larger one goes on between events
constexpr qint64 kRestoreMs = 1;
constexpr qint64 kNoLimit = std::numeric_limits<qint64>::max();

} // namespace

MaskEdit::MaskEdit(StudioDocument& document, QString name)
    : m_document(document), m_name(std::move(name)), m_recorder(document.m_mask) {
    document.m_edit = this;
}

MaskEdit::~MaskEdit() {
    if (m_over)
        return;
    rollBack();
    m_document.m_edit = nullptr;
    Q_EMIT m_document.maskEditEnded();
}

cv::Mat MaskEdit::write(const QRect& rect) {
    const QRect inside = rect & m_document.rect();
    if (m_over || inside.isEmpty())
        return {};
    m_document.settleMask();
    m_recorder.willWrite(inside);
    const mask::Mask& mask = m_document.writableMask();
    m_document.m_maskTiles.add(inside); // now, not in wrote(): the mask may be copied before that
    return mask.pixels(cvRect(inside));
}

void MaskEdit::wrote(const QRect& rect) {
    m_document.announceMaskChange(rect & m_document.rect());
}

void MaskEdit::apply(const mask::Delta& delta) {
    if (m_over || delta.isEmpty())
        return;
    m_document.settleMask();
    for (const QRect& tile : delta.tiles())
        m_recorder.willWrite(tile);
    delta.redo(m_document.writableMask());
    wrote(delta.bounds());
}

void MaskEdit::rollBack() {
    const QRect touched = m_recorder.touched();
    if (touched.isEmpty())
        return;
    m_document.writableMask();
    m_recorder.rollBack();
    m_document.announceMaskChange(touched);
}

void MaskEdit::abandon() {
    m_over = true;
    m_document.m_edit = nullptr;
    [[maybe_unused]] const mask::Delta forgotten = m_recorder.finish();
}

void MaskEdit::commit() {
    if (m_over)
        return;
    m_over = true;
    m_document.m_edit = nullptr;
    if (mask::Delta delta = m_recorder.finish(); !delta.isEmpty()) {
        m_document.m_undo.push(new StudioDocument::MaskCommand(m_document, std::move(delta), m_name,
                                                               StudioDocument::MaskCommand::State::Made));
        Q_EMIT m_document.maskCommitted();
    }
    Q_EMIT m_document.maskEditEnded();
}

StudioDocument::StudioDocument(QObject* parent) : QObject(parent) {
    m_restoreTimer.setSingleShot(true);
    connect(&m_restoreTimer, &QTimer::timeout, this, [this] { restoreTiles(kRestoreMs); });
    connect(&m_undo, &QUndoStack::indexChanged, this, [this] { ++m_revision; });
}

StudioDocument::~StudioDocument() {
    m_undo.disconnect();
}

void StudioDocument::open(image::Picture picture, const QString& name, const QString& path) {
    mask::Mask mask = mask::emptyMask(picture.size());
    replace(std::move(picture), std::move(mask), {}, {}, name, path);
}

void StudioDocument::open(image::Picture picture, mask::Mask mask, std::vector<project::Layer> results,
                          const QString& name, const QString& path) {
    const QRect bounds({}, mask.size());
    replace(std::move(picture), std::move(mask), bounds, std::move(results), name, path);
}

void StudioDocument::replace(image::Picture picture, mask::Mask mask, const QRect& maskBounds,
                             std::vector<project::Layer> results, const QString& name, const QString& path) {
    Q_EMIT aboutToClose();
    Q_ASSERT(mask.pixels.size() == picture.pixels.size());
    if (m_edit != nullptr)
        m_edit->abandon();
    m_restoreTimer.stop();
    m_restoring.reset();
    m_undo.clear();
    m_picture = std::move(picture);
    m_mask = std::move(mask);
    m_snapshot.reset();
    ++m_maskRevision;
    m_maskBounds = maskBounds;
    m_maskTiles = mask::TileSet(m_mask.size());
    m_maskTiles.add(maskBounds);
    m_results = std::move(results);
    m_shown = {};
    m_name = name;
    m_path = path;
    Q_EMIT opened();
    Q_EMIT renamed();
    Q_EMIT resultsChanged();
}

void StudioDocument::close() {
    open({}, {}, {}, {}, {});
}

void StudioDocument::setSavedAs(const QString& path, quint64 revision) {
    m_path = path;
    m_name = path.mid(path.lastIndexOf(QLatin1Char('/')) + 1);
    if (revision == m_revision)
        m_undo.setClean();
    else
        m_undo.resetClean(); // no step that can be gone back to is what the file holds
    Q_EMIT renamed();
}

std::unique_ptr<MaskEdit> StudioDocument::beginMaskEdit(const QString& name) {
    Q_ASSERT(isOpen() && m_edit == nullptr);
    settleMask();
    return std::unique_ptr<MaskEdit>(new MaskEdit(*this, name));
}

void StudioDocument::setMask(const mask::Mask& mask, const QString& name) {
    if (m_edit != nullptr || mask.pixels.size() != m_mask.pixels.size())
        return;
    const std::unique_ptr<MaskEdit> edit = beginMaskEdit(name);
    mask.pixels.copyTo(edit->write(rect()));
    edit->wrote(rect());
    edit->commit();
}

void StudioDocument::changeMask(mask::Delta delta, const QString& name) {
    settleMask();
    if (m_edit == nullptr && !delta.isEmpty())
        m_undo.push(new MaskCommand(*this, std::move(delta), name, MaskCommand::State::ToDo));
}

std::shared_ptr<const mask::Mask> StudioDocument::maskSnapshot() {
    settleMask();
    std::shared_ptr<const mask::Mask> snapshot = m_snapshot.lock();
    if (snapshot == nullptr) {
        snapshot = std::make_shared<const mask::Mask>(m_mask);
        m_snapshot = snapshot;
    }
    return snapshot;
}

const project::Layer* StudioDocument::result(const QString& id) const {
    const auto found = std::ranges::find(m_results, id, &project::Layer::id);
    return found == m_results.end() ? nullptr : &*found;
}

void StudioDocument::addResult(project::Layer layer) {
    // No step is clean any more: a result that has been paid for is unsaved work whatever is undone.
    m_undo.resetClean();
    ++m_revision;
    insertResult(qsizetype(m_results.size()), std::move(layer));
}

void StudioDocument::removeResult(const QString& id) {
    const auto found = std::ranges::find(m_results, id, &project::Layer::id);
    if (found != m_results.end())
        m_undo.push(new RemoveResultCommand(*this, found - m_results.begin()));
}

void StudioDocument::accept(const project::Patch& patch, const QString& name) {
    settleMask();
    if (!patch.isNull() && m_edit == nullptr)
        m_undo.push(new AcceptCommand(*this, patch, name));
}

void StudioDocument::show(project::Patch patch) {
    const QRect changed = m_shown.rect | patch.rect;
    m_shown = std::move(patch);
    Q_EMIT shownChanged(changed);
}

mask::Mask& StudioDocument::writableMask() {
    if (!m_snapshot.expired())
        m_mask = mask::detachedCopy(m_mask, m_maskTiles);
    m_snapshot.reset();
    return m_mask;
}

// An undo in the middle of a stroke would otherwise be undone again by the stroke's own roll back.
void StudioDocument::restore(const std::shared_ptr<mask::Delta>& delta, Direction direction) {
    settleMask();
    if (m_edit != nullptr)
        m_edit->rollBack();
    m_restoring = delta;
    m_direction = direction;
    m_restored = 0;
    restoreTiles(delta->count() > kTilesAtOnce ? kRestoreMs : kNoLimit);
}

void StudioDocument::restoreTiles(qint64 forMs) {
    const std::shared_ptr<mask::Delta> delta = m_restoring;
    QElapsedTimer time;
    time.start();
    QRect touched;
    while (m_restored < delta->count() && time.elapsed() < forMs) {
        mask::Mask& mask = writableMask();
        const size_t index = m_restored++;
        touched |=
            m_direction == Direction::Undo ? delta->undoTile(index, mask) : delta->redoTile(index, mask);
    }
    const bool whole = m_restored == delta->count();
    if (whole)
        m_restoring.reset();
    else
        m_restoreTimer.start(0);
    if (!touched.isEmpty())
        announceMaskChange(touched);
    if (whole)
        Q_EMIT maskCommitted();
}

void StudioDocument::settleMask() {
    m_restoreTimer.stop();
    if (m_restoring != nullptr)
        restoreTiles(kNoLimit);
}

void StudioDocument::announceMaskChange(const QRect& rect) {
    ++m_maskRevision;
    m_maskBounds |= rect;
    m_maskTiles.add(rect);
    Q_EMIT maskChanged(rect);
}

void StudioDocument::insertResult(qsizetype index, project::Layer layer) {
    m_results.insert(m_results.begin() + index, std::move(layer));
    Q_EMIT resultsChanged();
}

project::Layer StudioDocument::removeResultAt(qsizetype index) {
    project::Layer layer = std::move(m_results[size_t(index)]);
    m_results.erase(m_results.begin() + index);
    Q_EMIT resultsChanged();
    return layer;
}

void StudioDocument::writePixels(const project::Patch& patch) {
    if (m_picture.pixels.u == nullptr || m_picture.pixels.u->refcount > 1)
        m_picture.pixels = m_picture.pixels.clone();
    patch.pixels.copyTo(m_picture.pixels(cvRect(patch.rect)));
    Q_EMIT pictureChanged(patch.rect);
}

} // namespace nb::desktop
