#include "ui/desktop/dialogs/loss_question.h"

#include <QPushButton>

namespace nb::desktop {

LossQuestion::LossQuestion(const QString& file, const QStringList& losses, QWidget* parent)
    : QMessageBox(QMessageBox::Warning, tr("Save “%1”?").arg(file),
                  tr("Saving into “%1” would lose something.").arg(file), QMessageBox::Cancel, parent),
      m_saveAnyway(addButton(tr("Save Anyway"), QMessageBox::AcceptRole)) {
    QPushButton* const saveAs = addButton(tr("Save As…"), QMessageBox::ActionRole);
    m_saveAs = saveAs;
    setDefaultButton(saveAs);
    setAttribute(Qt::WA_DeleteOnClose);
    setTextFormat(Qt::PlainText);
    QString text;
    for (const QString& loss : losses)
        text += (text.isEmpty() ? QString() : QStringLiteral("\n")) + loss + QLatin1Char('.');
    setInformativeText(text);
}

LossQuestion::Answer LossQuestion::answer() const {
    if (clickedButton() == m_saveAnyway)
        return Answer::SaveAnyway;
    return clickedButton() && clickedButton() == m_saveAs ? Answer::SaveAs : Answer::Cancel;
}

} // namespace nb::desktop
