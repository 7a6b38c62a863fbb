#include "ui/desktop/panels/results_panel.h"

#include "ui/desktop/document/studio_document.h"
#include "ui/desktop/generation/generation_queue.h"
#include "ui/desktop/generation/result_selection.h"
#include "ui/desktop/generation/results_model.h"
#include "ui/desktop/generation/variant_mix.h"
#include "ui/desktop/panels/compare_bar.h"
#include "ui/desktop/panels/result_card.h"
#include "ui/desktop/text/report_text.h"
#include "ui/desktop/theme/icons.h"
#include "ui/desktop/theme/theme.h"
#include <QEvent>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QListView>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

namespace nb::desktop {
namespace {

QToolButton* toolButton(const char* iconName, bool checkable = false) {
    auto* button = new QToolButton;
    if (*iconName != 0)
        button->setIcon(icon(iconName));
    button->setToolButtonStyle(*iconName != 0 ? Qt::ToolButtonTextBesideIcon : Qt::ToolButtonTextOnly);
    button->setCheckable(checkable);
    return button;
}

QLabel* wrappingLabel() {
    auto* label = new QLabel;
    label->setWordWrap(true);
    return label;
}

QHBoxLayout* rowOf(std::initializer_list<QWidget*> widgets) {
    auto* row = new QHBoxLayout;
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(4);
    for (QWidget* widget : widgets)
        row->addWidget(widget);
    return row;
}

} // namespace

ResultsPanel::ResultsPanel(const ResultsParts& parts, QWidget* parent)
    : QWidget(parent), m_parts(parts), m_list(new QListView), m_hint(wrappingLabel()),
      m_report(wrappingLabel()), m_warning(wrappingLabel()), m_accept(new QPushButton),
      m_discard(new QPushButton), m_seed(toolButton("")), m_send(toolButton("")), m_mix(toolButton("brush")),
      m_compare(new CompareBar), m_mixBar(nullptr), m_paintPicture(toolButton("", true)),
      m_undo(toolButton("undo")), m_redo(toolButton("redo")) {
    layOut();
    connectAll();
    retranslate();
    applyColours();
    showState();
}

void ResultsPanel::layOut() {
    m_list->setObjectName(QStringLiteral("results"));
    m_list->setModel(&m_parts.model);
    m_list->setItemDelegate(new ResultCard(m_list));
    m_list->setViewMode(QListView::IconMode);
    m_list->setMovement(QListView::Static);
    m_list->setResizeMode(QListView::Adjust);
    m_list->setUniformItemSizes(true);
    m_list->setSpacing(2);
    m_list->setMouseTracking(true);
    m_list->setMinimumHeight(ResultCard::kThumbnail.height() + 2 * fontMetrics().height() + 24);
    m_list->installEventFilter(this);
    m_parts.model.setThumbnailSize(ResultCard::kThumbnail, devicePixelRatioF());
    m_accept->setObjectName(QStringLiteral("accept"));
    m_accept->setIcon(icon("accept"));
    m_discard->setObjectName(QStringLiteral("discard"));
    m_discard->setIcon(icon("discard"));
    m_mix->setObjectName(QStringLiteral("mix"));
    m_report->setObjectName(QStringLiteral("report"));
    m_report->setForegroundRole(QPalette::PlaceholderText);
    m_hint->setForegroundRole(QPalette::PlaceholderText);

    m_mixBar = makeMixBar();
    QHBoxLayout* decide = rowOf({m_accept, m_discard});
    decide->setStretch(0, 1);
    QHBoxLayout* more = rowOf({m_mix, m_seed, m_send});
    more->addStretch();
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(10, 10, 10, 10);
    column->setSpacing(8);
    column->addWidget(m_list, 1);
    column->addWidget(m_hint);
    column->addWidget(m_mixBar);
    column->addLayout(decide);
    column->addLayout(more);
    column->addWidget(m_compare);
    column->addWidget(m_report);
    column->addWidget(m_warning);
}

QWidget* ResultsPanel::makeMixBar() {
    auto* box = new QWidget;
    m_undo->setToolButtonStyle(Qt::ToolButtonIconOnly);
    m_redo->setToolButtonStyle(Qt::ToolButtonIconOnly);
    QHBoxLayout* row = rowOf({m_paintPicture});
    box->setLayout(row);
    row->addStretch();
    row->addWidget(m_undo);
    row->addWidget(m_redo);
    return box;
}

void ResultsPanel::connectAll() {
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, &ResultsPanel::selectRow);
    connect(m_list, &QListView::activated, this, &ResultsPanel::activateRow);
    connect(m_accept, &QPushButton::clicked, this, &ResultsPanel::accept);
    connect(m_discard, &QPushButton::clicked, this, &ResultsPanel::discard);
    connect(m_seed, &QToolButton::clicked, this, &ResultsPanel::reuseSeed);
    connect(m_send, &QToolButton::clicked, &m_parts.selection, &ResultSelection::sendToNewDocument);
    connect(m_mix, &QToolButton::clicked, this, &ResultsPanel::startMix);
    connect(m_compare, &CompareBar::modeChosen, this, &ResultsPanel::compareModeChosen);
    connect(m_compare, &CompareBar::originalHeld, this, &ResultsPanel::originalHeld);
    connect(m_paintPicture, &QToolButton::clicked, this,
            [this] { m_parts.mix.setChoice(VariantMix::kPicture); });
    QUndoStack& steps = m_parts.mix.undoStack();
    connect(m_undo, &QToolButton::clicked, &steps, &QUndoStack::undo);
    connect(m_redo, &QToolButton::clicked, &steps, &QUndoStack::redo);
    connect(&steps, &QUndoStack::canUndoChanged, m_undo, &QWidget::setEnabled);
    connect(&steps, &QUndoStack::canRedoChanged, m_redo, &QWidget::setEnabled);
    m_undo->setEnabled(false);
    m_redo->setEnabled(false);

    const auto update = [this] {
        markCurrent();
        showState();
    };
    connect(&m_parts.model, &QAbstractItemModel::modelReset, this, update);
    connect(&m_parts.selection, &ResultSelection::currentChanged, this, update);
    connect(&m_parts.selection, &ResultSelection::previewShown, this, &ResultsPanel::showState);
    connect(&m_parts.mix, &VariantMix::activeChanged, this, update);
    connect(&m_parts.mix, &VariantMix::choiceChanged, this, update);
}

QString ResultsPanel::reportText() const {
    return m_report->isHidden() ? QString() : m_report->text();
}

void ResultsPanel::accept() {
    if (m_parts.mix.isActive())
        m_parts.mix.accept();
    else
        m_parts.selection.accept();
}

void ResultsPanel::discard() {
    if (m_parts.mix.isActive())
        m_parts.mix.cancel();
    else
        m_parts.selection.discard();
}

void ResultsPanel::selectRow(const QModelIndex& index) {
    const QString id = index.data(ResultsModel::IdRole).toString();
    if (m_isMarking || id.isEmpty())
        return;
    if (m_parts.mix.isActive())
        m_parts.mix.setChoice(id);
    else
        m_parts.selection.select(id);
}

void ResultsPanel::activateRow(const QModelIndex& index) {
    if (!index.data(ResultsModel::IdRole).toString().isEmpty())
        accept();
    else
        m_parts.queue.retry(index.data(ResultsModel::GenerationRole).toULongLong());
}

void ResultsPanel::markCurrent() {
    QString id = m_parts.selection.current();
    if (m_parts.mix.isActive()) {
        const int choice = m_parts.mix.choice();
        id = choice == VariantMix::kPicture ? QString() : m_parts.mix.layerIds().at(choice - 1);
    }
    m_isMarking = true;
    const int row = m_parts.model.rowOf(id);
    m_list->setCurrentIndex(row < 0 ? QModelIndex() : m_parts.model.index(row));
    if (row < 0)
        m_list->clearSelection();
    m_isMarking = false;
}

QStringList ResultsPanel::mixable() const {
    const auto& results = m_parts.document.results();
    const project::Layer* current = m_parts.selection.layer();
    if (current == nullptr && !results.empty())
        current = &results.back();
    QStringList ids;
    for (const project::Layer& layer : results)
        if (layer.patch.rect.intersects(current->patch.rect))
            ids += layer.id;
    return ids;
}

void ResultsPanel::startMix() {
    m_parts.mix.begin(mixable());
}

void ResultsPanel::reuseSeed() {
    if (const project::Layer* layer = m_parts.selection.layer())
        if (layer->info.seed)
            Q_EMIT seedReused(*layer->info.seed);
}

void ResultsPanel::showState() {
    const bool mixing = m_parts.mix.isActive();
    const project::Layer* layer = m_parts.selection.layer();
    const bool chosen = layer != nullptr && !mixing;
    m_accept->setEnabled(mixing || chosen);
    m_discard->setEnabled(mixing || chosen);
    m_accept->setText(mixing ? tr("Accept mix") : tr("Accept"));
    m_discard->setText(mixing ? tr("Cancel mix") : tr("Discard"));
    m_send->setEnabled(chosen);
    m_seed->setEnabled(chosen && layer->info.seed.has_value());
    m_mix->setEnabled(!mixing && mixable().size() > 1);
    m_mixBar->setVisible(mixing);
    m_paintPicture->setChecked(m_parts.mix.choice() == VariantMix::kPicture);
    m_compare->setEnabled(mixing || chosen || m_parts.selection.showsPreview());

    QString hint;
    if (mixing)
        hint = tr("Choose a variant, then paint it in with the brush. Ctrl paints the picture back.");
    else if (m_parts.selection.showsPreview())
        hint = tr("Preview: the offline fill.");
    else if (m_parts.model.rowCount() == 0)
        hint = tr("Results appear here.");
    m_hint->setText(hint);
    m_hint->setVisible(!hint.isEmpty());
    m_report->setText(chosen ? reportTexts(layer->info).join(QStringLiteral(" · ")) : QString());
    m_report->setVisible(!m_report->text().isEmpty());
    m_warning->setText(chosen ? reportWarning(layer->info) : QString());
    m_warning->setVisible(!m_warning->text().isEmpty());
}

bool ResultsPanel::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_list && event->type() == QEvent::KeyPress) {
        const auto* key = static_cast<QKeyEvent*>(event);
        const QModelIndex index = m_list->currentIndex();
        if (key->key() == Qt::Key_Delete && key->modifiers() == Qt::NoModifier && index.isValid()) {
            const quint64 generation = index.data(ResultsModel::GenerationRole).toULongLong();
            if (generation == 0)
                discard();
            else
                m_parts.queue.cancelVariant(generation, index.data(ResultsModel::IndexRole).toInt());
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void ResultsPanel::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
        showState();
    } else if (event->type() == QEvent::ApplicationPaletteChange) {
        applyColours();
    }
}

void ResultsPanel::retranslate() {
    m_list->setAccessibleName(tr("Results"));
    m_accept->setToolTip(tr("Make this result the picture; can be undone (Return)"));
    m_discard->setToolTip(tr("Remove this result from the list; can be undone (Del)"));
    m_mix->setText(tr("Mix"));
    m_mix->setToolTip(tr("Paint with a brush which variant is used where"));
    m_seed->setText(tr("Reuse seed"));
    m_seed->setToolTip(tr("Use this result's seed for the next request"));
    m_send->setText(tr("To new document"));
    m_send->setToolTip(tr("Open the picture with this result in a window of its own"));
    m_paintPicture->setText(tr("Paint the picture back"));
    m_undo->setToolTip(tr("Undo the last stroke of the mix"));
    m_undo->setAccessibleName(m_undo->toolTip());
    m_redo->setToolTip(tr("Redo the stroke"));
    m_redo->setAccessibleName(m_redo->toolTip());
}

void ResultsPanel::applyColours() {
    QPalette colours = QGuiApplication::palette();
    colours.setColor(QPalette::WindowText, errorColour(colours));
    m_warning->setPalette(colours);
}

} // namespace nb::desktop
