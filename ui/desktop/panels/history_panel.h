#pragma once
// The undo commands by name; a click undoes or redoes up to that one. A mark shows which state was saved.

#include <QWidget>

class QUndoStack;
class QUndoView;

namespace nb::desktop {

class HistoryPanel : public QWidget {
    Q_OBJECT

public:
    // `stack` outlives it.
    explicit HistoryPanel(QUndoStack& stack, QWidget* parent = nullptr);

protected:
    void changeEvent(QEvent* event) override;

private:
    void retranslate();

    QUndoView* m_view;
};

} // namespace nb::desktop
