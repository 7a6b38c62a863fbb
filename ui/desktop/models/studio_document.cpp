#include "ui/desktop/models/studio_document.h"

#include "ui/desktop/models/document_commands.h"
#include <algorithm>
#include <utility>

namespace nb::desktop {
namespace {

cv::Rect cvRect(const QRect& rect) {
    return {rect.x(), rect.y(), rect.width(), rect.height()};
}

} // namespace

MaskEdit::MaskEdit(StudioDocument& document, QString name)
    : m_document(document), m_name(std::move(name)), m_recorder(document.m_mask) {
    document.m_editing = true;
}

MaskEdit::~MaskEdit() {
    if (m_over)
        return;
    rollBack();
    m_document.m_editing = false;
}

cv::Mat MaskEdit::write(const QRect& rect) {
    const QRect inside = rect & m_document.rect();
    m_recorder.willWrite(inside);
    return m_document.m_mask.pixels(cvRect(inside));
}

void MaskEdit::wrote(const QRect& rect) {
    Q_EMIT m_document.maskChanged(rect & m_document.rect());
}

void MaskEdit::rollBack() {
    const QRect touched = m_recorder.touched();
    m_recorder.rollBack();
    if (!touched.isEmpty())
        Q_EMIT m_document.maskChanged(touched);
}

void MaskEdit::commit() {
    if (m_over)
        return;
    m_over = true;
    m_document.m_editing = false;
    mask::Delta delta = m_recorder.finish();
    if (delta.isEmpty())
        return;
    m_document.m_undo.push(new StudioDocument::MaskCommand(m_document, std::move(delta), m_name));
    Q_EMIT m_document.maskCommitted();
}

StudioDocument::StudioDocument(QObject* parent) : QObject(parent) {}

StudioDocument::~StudioDocument() {
    m_undo.disconnect();
}

void StudioDocument::open(image::Picture picture, const QString& name, const QString& path) {
    mask::Mask mask{cv::Mat(picture.pixels.size(), CV_8UC1, cv::Scalar(0))};
    open(std::move(picture), std::move(mask), {}, name, path);
}

void StudioDocument::open(image::Picture picture, mask::Mask mask, std::vector<document::Layer> results,
                          const QString& name, const QString& path) {
    Q_ASSERT(!m_editing && mask.pixels.size() == picture.pixels.size());
    m_undo.clear();
    m_picture = std::move(picture);
    m_mask = std::move(mask);
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

void StudioDocument::setSavedAs(const QString& path) {
    m_path = path;
    m_name = path.mid(path.lastIndexOf(QLatin1Char('/')) + 1);
    m_undo.setClean();
    Q_EMIT renamed();
}

std::unique_ptr<MaskEdit> StudioDocument::beginMaskEdit(const QString& name) {
    Q_ASSERT(isOpen() && !m_editing);
    return std::unique_ptr<MaskEdit>(new MaskEdit(*this, name));
}

void StudioDocument::setMask(const mask::Mask& mask, const QString& name) {
    if (m_editing || mask.pixels.size() != m_mask.pixels.size())
        return;
    const std::unique_ptr<MaskEdit> edit = beginMaskEdit(name);
    mask.pixels.copyTo(edit->write(rect()));
    edit->wrote(rect());
    edit->commit();
}

const document::Layer* StudioDocument::result(const QString& id) const {
    const auto found = std::ranges::find(m_results, id, &document::Layer::id);
    return found == m_results.end() ? nullptr : &*found;
}

void StudioDocument::addResult(document::Layer layer) {
    insertResult(qsizetype(m_results.size()), std::move(layer));
}

void StudioDocument::removeResult(const QString& id) {
    const auto found = std::ranges::find(m_results, id, &document::Layer::id);
    if (found != m_results.end())
        m_undo.push(new RemoveResultCommand(*this, found - m_results.begin()));
}

void StudioDocument::accept(const document::Patch& patch, const QString& name) {
    if (!patch.isNull() && !m_editing)
        m_undo.push(new AcceptCommand(*this, patch, name));
}

void StudioDocument::show(document::Patch patch) {
    const QRect changed = m_shown.rect | patch.rect;
    m_shown = std::move(patch);
    Q_EMIT shownChanged(changed);
}

void StudioDocument::applied(const mask::Delta& delta) {
    Q_EMIT maskChanged(delta.bounds());
}

void StudioDocument::insertResult(qsizetype index, document::Layer layer) {
    m_results.insert(m_results.begin() + index, std::move(layer));
    Q_EMIT resultsChanged();
}

document::Layer StudioDocument::takeResult(qsizetype index) {
    document::Layer layer = std::move(m_results[size_t(index)]);
    m_results.erase(m_results.begin() + index);
    Q_EMIT resultsChanged();
    return layer;
}

void StudioDocument::putPixels(const document::Patch& patch) {
    if (m_picture.pixels.u == nullptr || m_picture.pixels.u->refcount > 1)
        m_picture.pixels = m_picture.pixels.clone();
    patch.pixels.copyTo(m_picture.pixels(cvRect(patch.rect)));
    Q_EMIT pictureChanged(patch.rect);
}

} // namespace nb::desktop
