#pragma once
// The requests that wait for the one that runs, one line each: which is next, with a way to make another one
// next and to take one out. It is not there while nothing waits.

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
