#include "ui/desktop/generation/result_selection.h"

#include "core/base/worker_pool.h"
#include "core/project/layer_composition.h"
#include "ui/desktop/document/studio_document.h"
#include "ui/desktop/generation/generation_queue.h"
#include "ui/desktop/generation/offline_preview.h"
#include "ui/desktop/text/generation_text.h"

namespace nb::desktop {

ResultSelection::ResultSelection(StudioDocument& document, GenerationQueue& queue, OfflinePreview& preview,
                                 WorkerPool& pool, QObject* parent)
    : QObject(parent), m_document(document), m_preview(preview), m_pool(pool) {
    connect(&queue, &GenerationQueue::started, this, [this] { m_followsNew = true; });
    connect(&queue, &GenerationQueue::variantReady, this, [this, &queue](quint64 id, int index) {
        if (m_followsNew && m_showing)
            select(queue.find(id)->variants[size_t(index)].layerId);
    });
    connect(&preview, &OfflinePreview::changed, this, &ResultSelection::showPreview);
    connect(&document, &StudioDocument::resultsChanged, this, &ResultSelection::resultsChanged);
    connect(&document, &StudioDocument::pictureChanged, this, [this] {
        m_shown.clear();
        showCurrent();
    });
    connect(&document, &StudioDocument::opened, this, [this] { select({}); });
}

const project::Layer* ResultSelection::layer() const {
    return m_current.isEmpty() ? nullptr : m_document.result(m_current);
}

void ResultSelection::select(const QString& id) {
    m_followsNew = false;
    setPreviewShown(false);
    const QString known = m_document.result(id) != nullptr ? id : QString();
    if (known == m_current && known == m_shown) {
        if (known.isEmpty())
            showNothing();
        return;
    }
    m_current = known;
    Q_EMIT currentChanged(m_current);
    showCurrent();
}

void ResultSelection::selectNext(int steps) {
    const auto& results = m_document.results();
    const int count = int(results.size());
    if (count == 0)
        return;
    const auto found = std::ranges::find(results, m_current, &project::Layer::id);
    const int from = found == results.end() ? (steps > 0 ? -1 : count) : int(found - results.begin());
    select(results[size_t(((from + steps) % count + count) % count)].id);
}

void ResultSelection::accept() {
    const auto acceptPatch = [this](const project::Patch& patch) {
        const QString name = displayedPrompt(layer()->name);
        m_current.clear();
        m_shown.clear();
        Q_EMIT currentChanged({});
        m_document.accept(patch, name.isEmpty() ? tr("Accept result") : tr("Accept “%1”").arg(name));
    };
    if (layer() == nullptr)
        return;
    if (m_shown == m_current)
        acceptPatch(project::Patch(m_document.shown()));
    else
        compose(acceptPatch);
}

void ResultSelection::discard() {
    const QString id = m_current;
    if (layer() == nullptr)
        return;
    select({});
    m_document.removeResult(id);
}

void ResultSelection::sendToNewDocument() {
    const project::Layer* chosen = layer();
    if (chosen == nullptr)
        return;
    m_pool
        .run([picture = m_document.picture(), layer = *chosen]() -> Result<image::Picture> {
            return project::withPatch(picture, project::composed(picture, layer));
        })
        .then(this, [this, name = chosen->name](const Result<image::Picture>& picture) {
            if (picture)
                Q_EMIT composedPicture(*picture, name);
        });
}

void ResultSelection::setShowing(bool showing) {
    if (m_showing == showing)
        return;
    m_showing = showing;
    m_shown.clear();
    setPreviewShown(false);
    ++m_request; // what is being composed comes too late
    if (showing)
        showCurrent();
}

void ResultSelection::showCurrent() {
    if (!m_showing || m_showsPreview)
        return;
    if (layer() == nullptr) {
        showNothing();
        return;
    }
    if (m_shown == m_current)
        return;
    compose([this](const project::Patch& patch) {
        if (!m_showing)
            return;
        m_shown = m_current;
        m_document.show(patch);
    });
}

void ResultSelection::showNothing() {
    ++m_request;
    m_shown.clear();
    if (!m_document.shown().isNull())
        m_document.show({});
}

void ResultSelection::showPreview() {
    if (!m_showing)
        return;
    const project::Layer* preview = m_preview.layer();
    if (preview == nullptr) {
        // The answer that takes its place is on its way; without one the picture comes back.
        if (m_showsPreview && m_current.isEmpty())
            showNothing();
        setPreviewShown(false);
        return;
    }
    if (!m_followsNew)
        return;
    if (!m_current.isEmpty()) {
        m_current.clear();
        Q_EMIT currentChanged({});
    }
    showNothing();
    m_document.show(preview->patch);
    setPreviewShown(true);
}

void ResultSelection::resultsChanged() {
    if (!m_current.isEmpty() && layer() == nullptr)
        select({});
}

void ResultSelection::setPreviewShown(bool shown) {
    if (m_showsPreview == shown)
        return;
    m_showsPreview = shown;
    Q_EMIT previewShown(shown);
}

void ResultSelection::compose(std::function<void(const project::Patch&)> then) {
    m_pool
        .run([picture = m_document.picture(), layer = *layer()]() -> Result<project::Patch> {
            return project::composed(picture, layer);
        })
        .then(this,
              [this, request = ++m_request, then = std::move(then)](const Result<project::Patch>& patch) {
                  if (request == m_request && patch && layer() != nullptr)
                      then(*patch);
              });
}

} // namespace nb::desktop
