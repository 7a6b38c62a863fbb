#include "ui/desktop/dialogs/batch_dialog.h"

#include "core/providers/provider.h"
#include "ui/desktop/generation/engine.h"
#include "ui/desktop/theme/theme.h"
#include <QCheckBox>
#include <QCloseEvent>
#include <QDialogButtonBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QSpinBox>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace nb::desktop {
namespace {

constexpr QSize kSize{680, 560};

} // namespace

BatchDialog::BatchDialog(const Engine& engine, QWidget* parent)
    : QDialog(parent), m_engine(engine), m_input(new QLineEdit), m_masks(new QLineEdit),
      m_output(new QLineEdit), m_prompt(new QLineEdit), m_atOnce(new QSpinBox),
      m_again(new QCheckBox(tr("Also edit pictures that already have an output"))), m_items(new QTreeWidget),
      m_progress(new QProgressBar), m_status(new QLabel), m_start(new QPushButton) {
    setWindowTitle(tr("Edit Many Pictures"));
    resize(kSize);
    layOut();
    connect(m_start, &QPushButton::clicked, this, &BatchDialog::startOrStop);
    connect(&m_process, &BatchProcess::itemDone, this, &BatchDialog::showItem);
    connect(&m_process, &BatchProcess::finished, this, &BatchDialog::finished);
    for (QLineEdit* line : {m_input, m_masks, m_output, m_prompt})
        connect(line, &QLineEdit::textChanged, this, &BatchDialog::update);
    update();
}

void BatchDialog::layOut() {
    m_input->setPlaceholderText(tr("A folder, or a CSV file of image, mask, prompt"));
    m_masks->setPlaceholderText(tr("Beside the pictures: photo-mask.png for photo.jpg"));
    m_prompt->setPlaceholderText(tr("What should be there instead, in all pictures"));
    m_input->setObjectName(QStringLiteral("input"));
    m_output->setObjectName(QStringLiteral("output"));
    m_prompt->setObjectName(QStringLiteral("prompt"));
    m_start->setObjectName(QStringLiteral("start"));
    m_atOnce->setRange(1, 64);
    m_atOnce->setValue(2);
    auto* form = new QFormLayout;
    form->addRow(tr("&Pictures"), withChooser(*m_input, tr("Pictures"), tr("Lists (*.csv)")));
    form->addRow(tr("&Masks"), withChooser(*m_masks, tr("Masks"), {}));
    form->addRow(tr("&Results"), withChooser(*m_output, tr("Results"), {}));
    form->addRow(tr("P&rompt"), m_prompt);
    form->addRow(tr("At &once"), m_atOnce);
    form->addRow(QString(), m_again);
    m_items->setHeaderLabels({tr("Picture"), tr("Outcome")});
    m_items->setRootIsDecorated(false);
    m_items->setUniformRowHeights(true);
    m_items->header()->resizeSection(0, kSize.width() / 3);
    m_items->setAccessibleName(tr("Finished pictures"));
    m_progress->hide();
    m_status->setWordWrap(true);
    m_status->setTextFormat(Qt::PlainText);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    buttons->addButton(m_start, QDialogButtonBox::ActionRole);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::close);
    auto* column = new QVBoxLayout(this);
    column->addLayout(form);
    column->addWidget(m_items, 1);
    column->addWidget(m_progress);
    column->addWidget(m_status);
    column->addWidget(buttons);
}

// files: the filter of files that may be chosen in place of a folder; empty = folders only.
QWidget* BatchDialog::withChooser(QLineEdit& line, const QString& title, const QString& files) {
    auto* row = new QWidget;
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(&line, 1);
    row->setFocusProxy(&line);
    auto* folder = new QPushButton(tr("Folder…"));
    layout->addWidget(folder);
    connect(folder, &QPushButton::clicked, this, [this, &line, title] {
        const QString path = QFileDialog::getExistingDirectory(this, title, line.text());
        if (!path.isEmpty())
            line.setText(path);
    });
    if (files.isEmpty())
        return row;
    auto* file = new QPushButton(tr("File…"));
    layout->addWidget(file);
    connect(file, &QPushButton::clicked, this, [this, &line, title, files] {
        const QString path = QFileDialog::getOpenFileName(this, title, line.text(), files);
        if (!path.isEmpty())
            line.setText(path);
    });
    return row;
}

BatchRequest BatchDialog::request() const {
    return {.input = m_input->text().trimmed(),
            .masks = m_masks->text().trimmed(),
            .output = m_output->text().trimmed(),
            .prompt = m_prompt->text().trimmed(),
            .jobs = m_atOnce->value(),
            .overwrite = m_again->isChecked()};
}

void BatchDialog::update() {
    const bool running = m_process.isRunning();
    const BatchRequest now = request();
    const bool list = QFileInfo(now.input).isFile();
    m_start->setText(running ? tr("Stop") : tr("Start"));
    m_start->setEnabled(running || (!now.input.isEmpty() && !now.output.isEmpty() &&
                                    (list || !now.prompt.isEmpty()) && !BatchProcess::program().isEmpty()));
    if (BatchProcess::program().isEmpty())
        m_status->setText(
            tr("The program nanobanana, which does the work, is neither beside this program nor on "
               "the PATH."));
    for (QWidget* widget : std::initializer_list<QWidget*>{m_input, m_output, m_prompt, m_atOnce, m_again})
        widget->setEnabled(!running);
    m_masks->setEnabled(!running && !list);
}

void BatchDialog::startOrStop() {
    if (m_process.isRunning()) {
        m_process.cancel();
        return;
    }
    const BatchRequest now = request();
    m_items->clear();
    m_progress->setRange(0, BatchProcess::expected(now));
    m_progress->setValue(0);
    m_progress->show();
    m_status->setText(tr("Engine: %1").arg(Engine::nameForPeople(m_engine.provider()->name())));
    m_process.start(now, m_engine.settings().provider);
    update();
}

void BatchDialog::showItem(const BatchItem& item) {
    const QString became = !item.error.isEmpty()     ? item.error
                           : !item.skipped.isEmpty() ? tr("Skipped: %1").arg(item.skipped)
                                                     : item.output;
    auto* row = new QTreeWidgetItem(m_items, {QFileInfo(item.image).fileName(), became});
    row->setToolTip(0, item.image);
    row->setToolTip(1, row->text(1));
    if (!item.error.isEmpty())
        row->setForeground(1, errorColour(palette()));
    m_items->scrollToItem(row);
    m_progress->setValue(m_items->topLevelItemCount());
}

void BatchDialog::finished(const QString& summary) {
    m_progress->hide();
    update();
    m_status->setText(summary);
}

void BatchDialog::closeEvent(QCloseEvent* event) {
    if (m_process.isRunning())
        m_process.cancel();
    QDialog::closeEvent(event);
}

} // namespace nb::desktop
