#include "ui/desktop/panels/welcome_page.h"

#include "ui/desktop/theme/icons.h"
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QVBoxLayout>

namespace nb::desktop {
namespace {

constexpr QSize kSampleSize{240, 180};
constexpr int kLogoPx = 72;
constexpr int kColumnPx = 620;

QLabel* heading(double factor) {
    auto* label = new QLabel;
    QFont font = label->font();
    font.setPointSizeF(font.pointSizeF() * factor);
    font.setBold(true);
    label->setFont(font);
    return label;
}

} // namespace

WelcomePage::WelcomePage(QWidget* parent)
    : QWidget(parent), m_title(heading(1.9)), m_hint(new QLabel), m_open(new QPushButton),
      m_paste(new QPushButton), m_tour(new QPushButton), m_sampleTitle(heading(1.1)),
      m_sample(new QPushButton), m_recentTitle(heading(1.1)), m_recent(new QListWidget) {
    auto* logo = new QLabel;
    logo->setPixmap(applicationIcon().pixmap(QSize(kLogoPx, kLogoPx)));
    m_hint->setWordWrap(true);
    auto* words = new QVBoxLayout;
    words->addWidget(m_title);
    words->addWidget(m_hint);
    auto* top = new QHBoxLayout;
    top->setSpacing(20);
    top->addWidget(logo, 0, Qt::AlignTop);
    top->addLayout(words, 1);

    auto* buttons = new QHBoxLayout;
    m_open->setIcon(icon("open"));
    m_open->setDefault(true);
    m_paste->setIcon(icon("paste"));
    m_tour->setIcon(icon("tour"));
    for (QPushButton* button : {m_open, m_paste, m_tour})
        buttons->addWidget(button);
    buttons->setSpacing(10);
    buttons->addStretch();

    auto* lists = new QHBoxLayout;
    lists->setSpacing(28);
    lists->addWidget(makeSample(), 0, Qt::AlignTop);
    m_recentBox = makeRecent();
    lists->addWidget(m_recentBox, 1);

    auto* content = new QWidget;
    content->setMaximumWidth(kColumnPx);
    auto* column = new QVBoxLayout(content);
    column->setSpacing(26);
    column->addLayout(top);
    column->addLayout(buttons);
    column->addLayout(lists);
    auto* outer = new QVBoxLayout(this);
    auto* middle = new QHBoxLayout;
    middle->addStretch(1);
    middle->addWidget(content, 4);
    middle->addStretch(1);
    outer->addStretch(2);
    outer->addLayout(middle);
    outer->addStretch(3);

    connect(m_open, &QPushButton::clicked, this, &WelcomePage::openRequested);
    connect(m_paste, &QPushButton::clicked, this, &WelcomePage::pasteRequested);
    connect(m_tour, &QPushButton::clicked, this, &WelcomePage::tourRequested);
    setRecentFiles({});
    setTexts();
}

QWidget* WelcomePage::makeSample() {
    auto* box = new QWidget;
    auto* column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_sampleTitle);
    m_sample->setIcon(QIcon(QStringLiteral(":/samples/harbour.jpg")));
    m_sample->setIconSize(kSampleSize);
    m_sample->setFixedSize(kSampleSize + QSize(12, 12));
    column->addWidget(m_sample);
    connect(m_sample, &QPushButton::clicked, this, [this] {
        Q_EMIT sampleChosen(QStringLiteral(":/samples/harbour.jpg"),
                            QStringLiteral(":/samples/harbour-mask.png"));
    });
    return box;
}

QWidget* WelcomePage::makeRecent() {
    auto* box = new QWidget;
    auto* column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_recentTitle);
    m_recent->setFixedHeight(kSampleSize.height() + 12);
    m_recent->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_recent->setTextElideMode(Qt::ElideMiddle);
    column->addWidget(m_recent);
    const auto chosen = [this](QListWidgetItem* item) {
        Q_EMIT fileChosen(item->data(Qt::UserRole).toString());
    };
    connect(m_recent, &QListWidget::itemActivated, this, chosen);
    return box;
}

void WelcomePage::setRecentFiles(const QStringList& paths) {
    m_recent->clear();
    for (const QString& path : paths) {
        auto* item = new QListWidgetItem(QFileInfo(path).fileName(), m_recent);
        item->setToolTip(path);
        item->setData(Qt::UserRole, path);
    }
    m_recentBox->setVisible(!paths.isEmpty());
}

void WelcomePage::setTexts() {
    m_title->setText(tr("NanoBanana Studio"));
    m_hint->setText(
        tr("Paint over what should change, say what should be there instead, and keep the answer you "
           "like. Drop a picture here to begin."));
    m_open->setText(tr("Open a Picture…"));
    m_paste->setText(tr("Paste"));
    m_tour->setText(tr("Three-Step Tour"));
    m_sampleTitle->setText(tr("Try it on a sample"));
    m_sample->setToolTip(tr("A bay at evening with a buoy that is selected already"));
    m_sample->setAccessibleName(tr("Open the sample picture of a bay with a buoy"));
    m_recentTitle->setText(tr("Recently opened"));
    m_recent->setAccessibleName(m_recentTitle->text());
}

} // namespace nb::desktop
