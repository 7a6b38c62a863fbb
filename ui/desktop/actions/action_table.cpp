#include "ui/desktop/actions/action_table.h"

#include <QCoreApplication>
#include <algorithm>

namespace nb::desktop {
namespace {

using enum Category;
using enum ActionKind;

// Shortcuts are those that hands know from the programs around; several for one action are separated by "; ".
constexpr ActionInfo kTable[] = {
    {"file.open", QT_TRANSLATE_NOOP("Actions", "Open…"), File, 0, "Ctrl+O", "open"},
    {"file.save", QT_TRANSLATE_NOOP("Actions", "Save"), File, 1, "Ctrl+S", "save", Needs::Picture},
    {"file.save_as", QT_TRANSLATE_NOOP("Actions", "Save As…"), File, 1, "Ctrl+Shift+S", "save-as",
     Needs::Picture},
    {"file.import_mask", QT_TRANSLATE_NOOP("Actions", "Import Mask…"), File, 2, "", "import", Needs::Picture},
    {"file.export_mask", QT_TRANSLATE_NOOP("Actions", "Export Mask…"), File, 2, "", "export", Needs::Mask},
    {"file.batch", QT_TRANSLATE_NOOP("Actions", "Edit Many Pictures…"), File, 3, "Ctrl+Shift+B", "batch"},
    {"file.preferences", QT_TRANSLATE_NOOP("Actions", "Preferences…"), File, 4, "Ctrl+,", "preferences"},
    {"file.close", QT_TRANSLATE_NOOP("Actions", "Close"), File, 5, "Ctrl+W", "close", Needs::Picture},
    {"file.quit", QT_TRANSLATE_NOOP("Actions", "Quit"), File, 5, "Ctrl+Q", "quit"},

    {"edit.undo", QT_TRANSLATE_NOOP("Actions", "Undo"), Edit, 0, "Ctrl+Z", "undo", Needs::UndoStep},
    {"edit.redo", QT_TRANSLATE_NOOP("Actions", "Redo"), Edit, 0, "Ctrl+Shift+Z; Ctrl+Y", "redo",
     Needs::RedoStep},
    {"edit.copy", QT_TRANSLATE_NOOP("Actions", "Copy Picture"), Edit, 1, "Ctrl+C", "copy", Needs::Picture},
    {"edit.paste", QT_TRANSLATE_NOOP("Actions", "Paste Picture"), Edit, 1, "Ctrl+V", "paste"},

    {"mask.all", QT_TRANSLATE_NOOP("Actions", "Select All"), Mask, 0, "Ctrl+A", "select-all", Needs::Picture},
    {"mask.clear", QT_TRANSLATE_NOOP("Actions", "Clear Mask"), Mask, 0, "Ctrl+D; Del", "clear", Needs::Mask},
    {"mask.invert", QT_TRANSLATE_NOOP("Actions", "Invert Mask"), Mask, 0, "Shift+V; Ctrl+Shift+I; Shift+F7",
     "invert", Needs::Picture},
    {"mask.grow", QT_TRANSLATE_NOOP("Actions", "Grow…"), Mask, 1, "", "grow", Needs::Mask},
    {"mask.shrink", QT_TRANSLATE_NOOP("Actions", "Shrink…"), Mask, 1, "", "shrink", Needs::Mask},
    {"mask.feather", QT_TRANSLATE_NOOP("Actions", "Feather…"), Mask, 1, "Shift+F6", "feather", Needs::Mask},
    {"mask.smooth", QT_TRANSLATE_NOOP("Actions", "Smooth…"), Mask, 1, "", "smooth", Needs::Mask},
    {"mask.fill_holes", QT_TRANSLATE_NOOP("Actions", "Fill Holes"), Mask, 1, "", "fill-holes", Needs::Mask},

    {"tool.brush", QT_TRANSLATE_NOOP("Actions", "Brush"), Tools, 0, "B", "brush", Needs::Picture, Choice},
    {"tool.eraser", QT_TRANSLATE_NOOP("Actions", "Eraser"), Tools, 0, "E", "eraser", Needs::Picture, Choice},
    {"tool.rectangle", QT_TRANSLATE_NOOP("Actions", "Rectangle"), Tools, 1, "U; M", "rectangle",
     Needs::Picture, Choice},
    {"tool.ellipse", QT_TRANSLATE_NOOP("Actions", "Ellipse"), Tools, 1, "Shift+U; Shift+M", "ellipse",
     Needs::Picture, Choice},
    {"tool.lasso", QT_TRANSLATE_NOOP("Actions", "Lasso"), Tools, 1, "L", "lasso", Needs::Picture, Choice},
    {"tool.polygon", QT_TRANSLATE_NOOP("Actions", "Polygon"), Tools, 1, "Shift+L", "polygon", Needs::Picture,
     Choice},
    {"tool.wand", QT_TRANSLATE_NOOP("Actions", "Magic Wand"), Tools, 2, "W", "wand", Needs::Picture, Choice},
    {"tool.smart_brush", QT_TRANSLATE_NOOP("Actions", "Smart Brush"), Tools, 2, "S", "smart-brush",
     Needs::Picture, Choice},
    {"tool.object", QT_TRANSLATE_NOOP("Actions", "Select Object"), Tools, 2, "O", "object", Needs::Picture,
     Choice},
    {"tool.gradient", QT_TRANSLATE_NOOP("Actions", "Gradient"), Tools, 2, "G", "gradient", Needs::Picture,
     Choice},
    {"tool.move", QT_TRANSLATE_NOOP("Actions", "Move Selection"), Tools, 3, "V", "move", Needs::Picture,
     Choice},
    {"tool.hand", QT_TRANSLATE_NOOP("Actions", "Hand"), Tools, 3, "H", "hand", Needs::Picture, Choice},
    {"tool.zoom", QT_TRANSLATE_NOOP("Actions", "Zoom"), Tools, 3, "Z", "zoom", Needs::Picture, Choice},
    {"tool.swap", QT_TRANSLATE_NOOP("Actions", "Swap Paint and Erase"), Tools, 4, "X", "swap",
     Needs::Picture},
    {"tool.smaller", QT_TRANSLATE_NOOP("Actions", "Smaller Brush"), Tools, 4, "[", "", Needs::Picture},
    {"tool.larger", QT_TRANSLATE_NOOP("Actions", "Larger Brush"), Tools, 4, "]", "", Needs::Picture},
    {"tool.softer", QT_TRANSLATE_NOOP("Actions", "Softer Brush"), Tools, 4, "{; Shift+[", "", Needs::Picture},
    {"tool.harder", QT_TRANSLATE_NOOP("Actions", "Harder Brush"), Tools, 4, "}; Shift+]", "", Needs::Picture},

    {"generate.run", QT_TRANSLATE_NOOP("Actions", "Generate"), Generate, 0, "Ctrl+Return; Ctrl+Enter",
     "generate", Needs::Mask},
    {"generate.cancel", QT_TRANSLATE_NOOP("Actions", "Cancel"), Generate, 0, "Esc; Shift+X", "cancel",
     Needs::Picture},
    {"generate.cancel_all", QT_TRANSLATE_NOOP("Actions", "Cancel All"), Generate, 0, "Shift+Esc", "",
     Needs::Picture},
    {"generate.prompt", QT_TRANSLATE_NOOP("Actions", "Go to the Prompt"), Generate, 1, "Alt+A", "prompt"},
    {"generate.accept", QT_TRANSLATE_NOOP("Actions", "Accept Result"), Generate, 2, "Ctrl+Shift+Return",
     "accept", Needs::ShownResult},
    {"generate.discard", QT_TRANSLATE_NOOP("Actions", "Discard Result"), Generate, 2, "Shift+Del", "discard",
     Needs::ShownResult},
    {"generate.previous", QT_TRANSLATE_NOOP("Actions", "Previous Result"), Generate, 2, "Ctrl+PgUp", "",
     Needs::Results},
    {"generate.next", QT_TRANSLATE_NOOP("Actions", "Next Result"), Generate, 2, "Ctrl+PgDown", "",
     Needs::Results},
    {"generate.send_on", QT_TRANSLATE_NOOP("Actions", "Open Result in a New Window"), Generate, 2, "", "",
     Needs::ShownResult},
    {"generate.serve", QT_TRANSLATE_NOOP("Actions", "Serve on This Computer"), Generate, 3, "", "serve",
     Needs::Nothing, Toggle},

    {"view.zoom_in", QT_TRANSLATE_NOOP("Actions", "Zoom In"), View, 0, "Ctrl++; Ctrl+=", "zoom-in",
     Needs::Picture},
    {"view.zoom_out", QT_TRANSLATE_NOOP("Actions", "Zoom Out"), View, 0, "Ctrl+-", "zoom-out",
     Needs::Picture},
    {"view.fit", QT_TRANSLATE_NOOP("Actions", "Fit in Window"), View, 0, "Ctrl+0", "zoom-fit",
     Needs::Picture},
    {"view.actual", QT_TRANSLATE_NOOP("Actions", "Actual Pixels"), View, 0, "Ctrl+1", "zoom-one",
     Needs::Picture},
    {"view.double", QT_TRANSLATE_NOOP("Actions", "Double Size"), View, 0, "Ctrl+2", "", Needs::Picture},
    {"view.rotate_left", QT_TRANSLATE_NOOP("Actions", "Turn View Left"), View, 1, "Ctrl+Left", "rotate-left",
     Needs::Picture},
    {"view.rotate_right", QT_TRANSLATE_NOOP("Actions", "Turn View Right"), View, 1, "Ctrl+Right",
     "rotate-right", Needs::Picture},
    {"view.upright", QT_TRANSLATE_NOOP("Actions", "View Upright"), View, 1, "Ctrl+Up", "", Needs::Picture},
    {"view.original", QT_TRANSLATE_NOOP("Actions", "Show the Original"), View, 2, "Tab; \\", "original",
     Needs::Picture, Hold},
    {"view.quick_mask", QT_TRANSLATE_NOOP("Actions", "Quick Mask"), View, 3, "Q", "quick-mask",
     Needs::Picture, Toggle},
    {"view.ants", QT_TRANSLATE_NOOP("Actions", "Marching Ants"), View, 3, "Ctrl+H", "ants", Needs::Picture,
     Toggle},
    {"view.hide_mask", QT_TRANSLATE_NOOP("Actions", "Hide the Mask"), View, 3, "Shift+Q", "", Needs::Picture,
     Toggle},
    {"view.grid", QT_TRANSLATE_NOOP("Actions", "Pixel Grid"), View, 3, "", "", Needs::Picture, Toggle},
    {"view.palette", QT_TRANSLATE_NOOP("Actions", "Find a Command…"), View, 5, "Ctrl+Shift+P", "command"},
    {"view.full_screen", QT_TRANSLATE_NOOP("Actions", "Full Screen"), View, 5, "F11", "full-screen",
     Needs::Nothing, Toggle},

    {"help.tour", QT_TRANSLATE_NOOP("Actions", "Tour"), Help, 0, "F1", "tour"},
    {"help.shortcuts", QT_TRANSLATE_NOOP("Actions", "Keyboard Shortcuts…"), Help, 0, "Ctrl+K", "keyboard"},
    {"help.about", QT_TRANSLATE_NOOP("Actions", "About NanoBanana Studio"), Help, 1, "", "about"},
};

} // namespace

QString ActionInfo::translatedText() const {
    return QCoreApplication::translate("Actions", text);
}

std::span<const ActionInfo> actionTable() {
    return kTable;
}

const ActionInfo* findAction(QLatin1String id) {
    const auto found = std::ranges::find(kTable, id, [](const ActionInfo& a) { return QLatin1String(a.id); });
    return found == std::end(kTable) ? nullptr : found;
}

QString categoryTitle(Category category) {
    switch (category) {
    case File:
        return QCoreApplication::translate("Actions", "&File");
    case Edit:
        return QCoreApplication::translate("Actions", "&Edit");
    case Mask:
        return QCoreApplication::translate("Actions", "&Mask");
    case Category::Tools:
        return QCoreApplication::translate("Actions", "&Tools");
    case Generate:
        return QCoreApplication::translate("Actions", "&Generate");
    case View:
        return QCoreApplication::translate("Actions", "&View");
    case Help:
        break;
    }
    return QCoreApplication::translate("Actions", "&Help");
}

} // namespace nb::desktop
