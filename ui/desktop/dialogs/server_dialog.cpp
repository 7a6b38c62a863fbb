#include "ui/desktop/dialogs/server_dialog.h"

#include "ui/desktop/settings/embedded_server.h"
#include "ui/desktop/theme/icons.h"
#include <QClipboard>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

namespace nb::desktop {
namespace {

constexpr int kWidthPx = 560;

} // namespace

ServerDialog::ServerDialog(EmbeddedServer& server, QWidget* parent)
    : QDialog(parent), m_server(server), m_count(new QLabel) {
    setWindowTitle(tr("Serve on This Computer"));
    resize(kWidthPx, sizeHint().height());
    auto* about =
        new QLabel(tr("Programs on this computer can have pictures edited here, with the same engine "
                      "and at the same cost. They need the token, which is new at every start; "
                      "other computers cannot reach it."));
    about->setWordWrap(true);
    auto* form = new QFormLayout;
    m_url = addCopyable(*form, tr("&Address"));
    m_token = addCopyable(*form, tr("&Token"));
    m_example = addCopyable(*form, tr("&Example"));
    form->addRow(tr("Requests"), m_count);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    auto* stop = buttons->addButton(tr("Stop Serving"), QDialogButtonBox::DestructiveRole);
    connect(stop, &QPushButton::clicked, this, [this] {
        m_server.stop();
        accept();
    });
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* column = new QVBoxLayout(this);
    column->setSpacing(12);
    column->addWidget(about);
    column->addLayout(form);
    column->addWidget(buttons);
    connect(&server, &EmbeddedServer::changed, this, &ServerDialog::update);
    update();
}

QLineEdit* ServerDialog::addCopyable(QFormLayout& form, const QString& label) {
    auto* line = new QLineEdit;
    line->setReadOnly(true);
    auto* copy = new QToolButton;
    copy->setIcon(icon("copy"));
    copy->setToolTip(tr("Copy"));
    copy->setAccessibleName(tr("Copy %1").arg(QString(label).remove(QLatin1Char('&'))));
    connect(copy, &QToolButton::clicked, line,
            [line] { QGuiApplication::clipboard()->setText(line->text()); });
    auto* row = new QHBoxLayout;
    row->addWidget(line, 1);
    row->addWidget(copy);
    form.addRow(label, row);
    static_cast<QLabel*>(form.labelForField(row))->setBuddy(line);
    return line;
}

void ServerDialog::update() {
    m_url->setText(m_server.url().toString());
    m_token->setText(m_server.token());
    m_example->setText(
        QStringLiteral("curl -H 'Authorization: Bearer %1' -F image=@photo.jpg -F mask=@mask.png "
                       "-F prompt='a red rose' %2 -o out.png")
            .arg(m_server.token(), m_server.url().toString()));
    for (QLineEdit* line : {m_url, m_token, m_example})
        line->setCursorPosition(0);
    m_count->setText(QString::number(m_server.requests()));
}

} // namespace nb::desktop
