#pragma once
// Says what went wrong, or well, in a line above the picture, with a way to do something about it. It takes
// no focus and stops nobody: a dialog would.

#include "core/base/error.h"
#include <QFrame>
#include <functional>

class QLabel;
class QPushButton;
class QTimer;
class QToolButton;

namespace nb::desktop {

class MessageBar : public QFrame {
    Q_OBJECT

public:
    enum class Kind { Error, Notice };
    struct Offer { // a button; no text = none
        QString text;
        std::function<void()> what;
    };

    explicit MessageBar(QWidget* parent = nullptr); // hidden

    // Replaces the message before. A notice without an offer leaves by itself after some seconds.
    void show(Kind kind, const QString& text, const Offer& offer = {});
    void showError(const Error& error, const Offer& offer = {});
    void dismiss();

    [[nodiscard]] QString text() const;

protected:
    void changeEvent(QEvent* event) override;

private:
    void applyColours();

    QLabel* m_icon;
    QLabel* m_text;
    QPushButton* m_offer;
    QToolButton* m_close;
    QTimer* m_timer;
    Kind m_kind = Kind::Notice;
    std::function<void()> m_what;
};

} // namespace nb::desktop
