#pragma once
// Address, token and an example request of the embedded server, to copy.

#include <QDialog>

class QFormLayout;
class QLabel;
class QLineEdit;

namespace nb::desktop {

class EmbeddedServer;

class ServerDialog : public QDialog {
    Q_OBJECT

public:
    // `server` outlives it.
    explicit ServerDialog(EmbeddedServer& server, QWidget* parent = nullptr);

private:
    QLineEdit* addCopyable(QFormLayout& form, const QString& label);
    void update();

    EmbeddedServer& m_server;
    QLineEdit* m_url;
    QLineEdit* m_token;
    QLineEdit* m_example;
    QLabel* m_count;
};

} // namespace nb::desktop
