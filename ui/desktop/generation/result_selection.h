#pragma once
// Which result is looked at. It shows one in the document at a time: the one that was chosen, otherwise the
// offline preview while the answer is awaited, then the first answer. Accepting, discarding and sending on
// apply to what is chosen. Panels and actions call it; it knows no widget.

#include "core/image/picture.h"
#include "core/project/layer.h"
#include <QObject>
#include <functional>

namespace nb {
class WorkerPool;
}

namespace nb::desktop {

class GenerationQueue;
class OfflinePreview;
class StudioDocument;

// Lives on the thread of the user interface.
class ResultSelection : public QObject {
    Q_OBJECT

public:
    // All outlive it. The pool should be one in which no fill runs: composing takes milliseconds, and the
    // user waits for it.
    ResultSelection(StudioDocument& document, GenerationQueue& queue, OfflinePreview& preview,
                    WorkerPool& pool, QObject* parent = nullptr);

    [[nodiscard]] const QString& current() const { return m_current; } // a layer's id; empty = none
    [[nodiscard]] const project::Layer* layer() const;                 // of it; nullptr = none
    [[nodiscard]] bool showsPreview() const { return m_showsPreview; }

    // Empty or unknown = the picture alone.
    void select(const QString& id);
    void selectNext(int steps); // among the results, round the ends

    // What is chosen becomes the picture: one undoable step, as soon as it has been composed.
    void accept();
    void discard();           // undoable
    void sendToNewDocument(); // composedPicture() follows

    // While false nothing is shown and nothing is chosen by itself: the variants are being mixed.
    void setShowing(bool showing);

Q_SIGNALS:
    void currentChanged(const QString& id);
    void previewShown(bool shown); // the preview is on the canvas, or not any more
    void composedPicture(const nb::image::Picture& picture, const QString& name);

private:
    void showCurrent();
    void showPreview();
    void showNothing();
    void resultsChanged();
    void setPreviewShown(bool shown);
    // With what is chosen; `then` is not called if something else is by then.
    void compose(std::function<void(const project::Patch&)> then);

    StudioDocument& m_document;
    OfflinePreview& m_preview;
    WorkerPool& m_pool;
    QString m_current;
    QString m_shown;           // the layer that the document shows, composed on the picture as it is
    quint64 m_request = 0;     // of the composition that is awaited
    bool m_followsNew = false; // shows new results: the user has selected none since the generation began
    bool m_showsPreview = false;
    bool m_showing = true;
};

} // namespace nb::desktop
