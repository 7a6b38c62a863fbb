#pragma once
// The steps that can be undone, by name; a click goes back or forth to that step. The mark shows what was
// saved.

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
