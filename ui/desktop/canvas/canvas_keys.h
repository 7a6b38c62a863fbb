#pragma once
// What keys do on the canvas while it has the focus: Space pans or moves what is being drawn, Esc cancels,
// Return and Backspace end and shorten a gesture of several clicks, arrows move what the tool moves or pan.
// Shortcuts of actions are elsewhere (ui/desktop/actions). It keeps no state; held keys are CanvasInput's.

class QKeyEvent;

namespace nb::desktop {

class CanvasInput;
class ViewportControl;

class CanvasKeys {
public:
    // Both outlive it.
    CanvasKeys(CanvasInput& input, ViewportControl& viewport) : m_input(input), m_viewport(viewport) {}

    // Whether the key is for the canvas at the moment, even where it is the shortcut of an action.
    [[nodiscard]] bool wants(const QKeyEvent& event) const;
    // Both: true if the key has been used up, false if a parent widget may use it.
    bool press(const QKeyEvent& event);
    bool release(const QKeyEvent& event);

private:
    bool pressArrow(const QKeyEvent& event);

    CanvasInput& m_input;
    ViewportControl& m_viewport;
};

} // namespace nb::desktop
