#include "ui/desktop/document/document_commands.h"

#include "core/image/cv_rect.h"
#include "core/mask/empty_mask.h"
#include <utility>

namespace nb::desktop {

StudioDocument::MaskCommand::MaskCommand(StudioDocument& document, mask::Delta delta, const QString& name,
                                         State state)
    : QUndoCommand(name), m_document(document), m_delta(std::make_shared<mask::Delta>(std::move(delta))),
      m_state(state) {}

void StudioDocument::MaskCommand::undo() {
    m_document.restore(m_delta, Direction::Undo);
}

void StudioDocument::MaskCommand::redo() {
    if (std::exchange(m_state, State::ToDo) == State::ToDo)
        m_document.restore(m_delta, Direction::Redo);
}

StudioDocument::RemoveResultCommand::RemoveResultCommand(StudioDocument& document, qsizetype index)
    : QUndoCommand(StudioDocument::tr("Discard result")), m_document(document), m_index(index) {}

void StudioDocument::RemoveResultCommand::undo() {
    m_document.insertResult(m_index, std::move(m_layer));
}

void StudioDocument::RemoveResultCommand::redo() {
    m_layer = m_document.removeResultAt(m_index);
}

StudioDocument::AcceptCommand::AcceptCommand(StudioDocument& document, const project::Patch& patch,
                                             const QString& name)
    : QUndoCommand(name), m_document(document), m_after(patch) {
    const QRect& r = patch.rect;
    m_before = {r, document.m_picture.pixels(cvRect(r)).clone()};
    m_after.pixels = patch.pixels.clone();
    const QRect bounds = document.maskBounds();
    if (!bounds.isEmpty())
        *m_mask = mask::Delta::between(document.m_mask, bounds, mask::emptyMask(bounds.size()).pixels);
}

void StudioDocument::AcceptCommand::undo() {
    m_document.writePixels(m_before);
    m_document.restore(m_mask, Direction::Undo);
}

void StudioDocument::AcceptCommand::redo() {
    m_document.show({});
    m_document.writePixels(m_after);
    m_document.restore(m_mask, Direction::Redo);
}

} // namespace nb::desktop
