#include "ui/desktop/dialogs/open_dialog.h"

#include "ui/desktop/files/open_picture.h"
#include <QFileDialog>

namespace nb::desktop {

ChosenFile askForPicture(const QString& title, const QString& folder, QWidget* parent) {
    QFileDialog dialog(parent, title, folder, openFilters().join(QStringLiteral(";;")));
    dialog.setFileMode(QFileDialog::ExistingFile);
    if (dialog.exec() == QDialog::Accepted && !dialog.selectedFiles().isEmpty())
        return {dialog.selectedFiles().first(), {}};
    return {{}, namesWithoutUtf8(dialog.directory().absolutePath())};
}

} // namespace nb::desktop
