#pragma once
// The waiting requests of the queue, one line each, the next one first, with buttons to move one to the front
// and to remove it. Hidden while none waits.

#include "ui/desktop/generation/generation.h"
#include <QScrollArea>

class QVBoxLayout;

namespace nb::desktop {

class GenerationQueue;

class WaitingList : public QScrollArea {
    Q_OBJECT

public:
    // `queue` outlives it.
    explicit WaitingList(GenerationQueue& queue, QWidget* parent = nullptr);

protected:
    void changeEvent(QEvent* event) override;

private:
    void refresh();
    void clear();
    [[nodiscard]] QWidget* rowOf(const Generation& generation, bool isNext);

    GenerationQueue& m_queue;
    QVBoxLayout* m_rows;
    std::vector<GenerationId> m_shown;
};

} // namespace nb::desktop
