#pragma once
// Mixes several results into one: a map holds for each pixel the choice between the results and the picture,
// and a brush paints into that map. The mix is shown in place of the picture while it is painted, and
// accepted as one step. Between two choices the change is soft over a few pixels; where all sources are
// equal, as outside the selection, the mix is bit-exact the same.

#include "core/mask/delta.h"
#include "core/project/layer.h"
#include <QObject>
#include <QStringList>
#include <QUndoStack>
#include <optional>
#include <vector>

namespace nb {
class WorkerPool;
}

namespace nb::project {
struct ChoiceSource;
}

namespace nb::desktop {

class ResultSelection;
class StudioDocument;

// Lives on the thread of the user interface.
class VariantMix : public QObject {
    Q_OBJECT

public:
    static constexpr int kPicture = 0; // the choice "as it is"; the layers count from 1
    static constexpr int kSoftPx = 4;  // on each side of an edge between two choices, picture pixels

    // All outlive it. While it is active the result selection shows nothing.
    VariantMix(StudioDocument& document, ResultSelection& selection, WorkerPool& pool,
               QObject* parent = nullptr);
    ~VariantMix() override;

    // Of at least two results; the one that is chosen in the selection, or else the first, is seen everywhere
    // at the start. It is active once it has been composed. Ignored while active.
    void begin(const QStringList& layerIds);
    [[nodiscard]] bool isActive() const { return m_active; }
    [[nodiscard]] QStringList layerIds() const;
    [[nodiscard]] QRect rect() const { return m_patch.rect; } // all layers together; picture pixels

    // What is painted.
    void setChoice(int choice);             // out of range is ignored
    void setChoice(const QString& layerId); // an unknown one is ignored
    [[nodiscard]] int choice() const { return m_choice; }
    [[nodiscard]] int choiceAt(QPoint picture) const; // kPicture outside

    // A stroke: everything within `radiusPx` of the line becomes `choice`. Ignored unless active.
    void beginStroke(int choice);
    void strokeTo(QPointF from, QPointF to, double radiusPx);
    void endStroke();
    void cancelStroke();
    // Its steps; empty unless active. Not the document's: none of it is part of the document yet.
    [[nodiscard]] QUndoStack& undoStack() { return m_undo; }

    void accept(); // one undoable step of the document; the mix is over
    void cancel(); // nothing has happened

Q_SIGNALS:
    void activeChanged(bool active);
    void choiceChanged(int choice);

private:
    class Command;
    struct Start;

    void activate(const Start& start);
    void end();
    void render(const QRect& changed); // within the patch
    [[nodiscard]] project::ChoiceSource source(int choice, const QRect& within) const;

    StudioDocument& m_document;
    ResultSelection& m_selection;
    WorkerPool& m_pool;
    std::vector<project::Layer> m_layers;
    project::Patch m_patch; // shown; its samples are written in place
    mask::Mask m_map;       // of choices, the size of the patch
    std::optional<mask::DeltaRecorder> m_stroke;
    int m_strokeChoice = kPicture;
    int m_choice = 1;
    bool m_active = false;
    bool m_beginning = false;
    QUndoStack m_undo;
};

} // namespace nb::desktop
