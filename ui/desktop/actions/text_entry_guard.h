#pragma once
// Keeps single-letter shortcuts from firing while text is typed: the b of "blue box" in the prompt must not
// choose the brush. Shortcuts with Ctrl or Alt still work.

#include <QObject>

namespace nb::desktop {

// Watches the whole application for as long as it lives.
class TextEntryGuard : public QObject {
public:
    explicit TextEntryGuard(QObject* parent = nullptr);

    bool eventFilter(QObject* watched, QEvent* event) override;
};

// Whether `object` takes text from the keyboard at the moment.
[[nodiscard]] bool takesText(const QObject* object);

} // namespace nb::desktop
