#pragma once
// Says what went wrong, or well, in a line above the picture, with a way to do something about it. It takes
// no focus and stops nobody: a dialog would.

#include "core/base/error.h"
#include <QFrame>
#include <functional>
#include <vector>

class QHBoxLayout;
class QLabel;
class QTimer;
class QToolButton;

namespace nb::desktop {

class MessageBar : public QFrame {
    Q_OBJECT

public:
    enum class Kind { Error, Notice };
    struct Offer { // a button
        QString text;
        std::function<void()> what;
    };

    explicit MessageBar(QWidget* parent = nullptr); // hidden

    // Replaces the message before. A notice without offers leaves by itself after some seconds.
    void show(Kind kind, const QString& text, const std::vector<Offer>& offers = {});
    void showError(const Error& error, const std::vector<Offer>& offers = {});
    void dismiss();

    [[nodiscard]] QString text() const;

protected:
    void changeEvent(QEvent* event) override;

private:
    void applyColours();
    void clearOffers();

    QLabel* m_icon;
    QLabel* m_text;
    QHBoxLayout* m_offers;
    QToolButton* m_close;
    QTimer* m_timer;
    Kind m_kind = Kind::Notice;
};

} // namespace nb::desktop
