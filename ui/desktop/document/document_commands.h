#pragma once
// The steps on the undo stack of a StudioDocument. Only studio_document.cpp makes them.

#include "ui/desktop/document/studio_document.h"
#include <QUndoCommand>

namespace nb::desktop {

class StudioDocument::MaskCommand : public QUndoCommand {
public:
    enum class State { Made, ToDo }; // when it is pushed

    MaskCommand(StudioDocument& document, mask::Delta delta, const QString& name, State state);
    void undo() override;
    void redo() override;

private:
    StudioDocument& m_document;
    std::shared_ptr<mask::Delta> m_delta;
    State m_state;
};

class StudioDocument::RemoveResultCommand : public QUndoCommand {
public:
    RemoveResultCommand(StudioDocument& document, qsizetype index);
    void undo() override;
    void redo() override;

private:
    StudioDocument& m_document;
    qsizetype m_index;
    project::Layer m_layer;
};

// Keeps the pixels that the patch covers, and the mask that is cleared.
class StudioDocument::AcceptCommand : public QUndoCommand {
public:
    AcceptCommand(StudioDocument& document, const project::Patch& patch, const QString& name);
    void undo() override;
    void redo() override;

private:
    StudioDocument& m_document;
    project::Patch m_before;
    project::Patch m_after;
    std::shared_ptr<mask::Delta> m_mask = std::make_shared<mask::Delta>();
};

} // namespace nb::desktop
