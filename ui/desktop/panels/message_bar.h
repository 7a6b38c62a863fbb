#pragma once
// A message above the picture, an error or a notice, with buttons to act on it. Unlike a dialog it takes no
// focus and blocks nothing.

#include "core/base/error.h"
#include <QFrame>
#include <QStringList>
#include <functional>
#include <optional>
#include <utility>
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
        std::function<void()> run;
    };

    explicit MessageBar(QWidget* parent = nullptr); // hidden

    // Replaces the previous message. A notice without offers disappears after some seconds.
    void show(Kind kind, const QString& text, const std::vector<Offer>& offers = {});
    void showError(const Error& error, const std::vector<Offer>& offers = {});
    // The same, but another message only comes before it: it is there again after that, until it is
    // dismissed.
    void showUntilRead(Kind kind, const QString& text);
    // Until it has been read: what of the environment the studio cannot use. `faults`: those of
    // config::usable().
    void showUnusedSettings(const QStringList& faults);
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
    std::optional<std::pair<Kind, QString>> m_unread; // of showUntilRead()
};

} // namespace nb::desktop
