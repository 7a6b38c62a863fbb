#pragma once
// The first-run tour: three notes beside the widgets that they explain. Clicks outside the notes reach the
// window.

#include <QFrame>
#include <QPointer>
#include <vector>

class QLabel;
class QPushButton;

namespace nb::desktop {

class Tour : public QFrame {
    Q_OBJECT

public:
    struct Step {
        QString title;
        QString text;
        QPointer<QWidget> beside; // null = in the middle of the window
    };

    // Shows the first step at once; deletes itself after the last or when it is closed.
    Tour(std::vector<Step> steps, QWidget& window);

Q_SIGNALS:
    void finished();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void showStep(size_t step);
    void place();
    void end();

    std::vector<Step> m_steps;
    QWidget& m_window;
    size_t m_step = 0;
    QLabel* m_count;
    QLabel* m_title;
    QLabel* m_text;
    QPushButton* m_skip;
    QPushButton* m_next;
};

} // namespace nb::desktop
