#pragma once
// The table of everything that can be done in the studio: the only place where an action's name, default
// shortcuts, icon and menu are written down. Menus, tool bar, shortcuts editor and command palette all come
// from it. What an action does is bound by the controllers; this table knows no widget.

#include <QString>
#include <span>

namespace nb::desktop {

// A menu, in the order of the menu bar.
enum class Category { File, Edit, Mask, Tools, Generate, View, Help };

// What has to be there for an action to make sense; otherwise it is disabled.
enum class Needs { Nothing, Picture, Mask, Results, ShownResult, UndoStep, RedoStep };

enum class ActionKind {
    Trigger,
    Toggle,
    Choice, // one of all tools is checked
    Hold,   // on while the key is held down, or until it is chosen from the menu again
};

struct ActionInfo {
    const char* id;   // stable: shortcuts are kept under it
    const char* text; // English, to be translated in the context "Actions"
    Category category = Category::File;
    int group = 0; // a menu has a separator between groups
    const char* shortcuts = "";
    const char* icon = ""; // file name below resources/icons, without ".svg"
    Needs needs = Needs::Nothing;
    ActionKind kind = ActionKind::Trigger;

    [[nodiscard]] QString translatedText() const;
};

// All of them, by category and group.
[[nodiscard]] std::span<const ActionInfo> actionTable();

// nullptr = there is none of that name.
[[nodiscard]] const ActionInfo* findAction(QLatin1String id);

[[nodiscard]] QString categoryTitle(Category category); // translated, with a mnemonic

} // namespace nb::desktop
