#pragma once
// Asks whether to save into a file that would lose something: once, before anything is written, with all of
// it in words.

#include <QMessageBox>

namespace nb::desktop {

class LossQuestion : public QMessageBox {
    Q_OBJECT

public:
    enum class Answer { Cancel, SaveAnyway, SaveAs };

    // file: its name. losses: sentences without their full stops. Call open(); it deletes itself after
    // finished().
    LossQuestion(const QString& file, const QStringList& losses, QWidget* parent);

    [[nodiscard]] Answer answer() const;

private:
    QAbstractButton* m_saveAnyway;
    QAbstractButton* m_saveAs;
};

} // namespace nb::desktop
