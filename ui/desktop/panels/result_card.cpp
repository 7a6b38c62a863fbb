#include "ui/desktop/panels/result_card.h"

#include "ui/desktop/generation/results_model.h"
#include "ui/desktop/theme/icons.h"
#include "ui/desktop/theme/theme.h"
#include <QImage>
#include <QPainter>

namespace nb::desktop {
namespace {

constexpr int kMarginPx = 6;
constexpr int kBarPx = 4;
constexpr int kIconPx = 22;

QRect frameOf(const QRect& card) {
    return {card.topLeft() + QPoint(kMarginPx, kMarginPx), ResultCard::kThumbnail};
}

VariantState stateOf(const QModelIndex& index) {
    return index.data(ResultsModel::StateRole).value<VariantState>();
}

QString caption(const QModelIndex& index) {
    switch (stateOf(index)) {
    case VariantState::Waiting:
        return ResultCard::tr("waiting");
    case VariantState::Running:
        return ResultCard::tr("running");
    case VariantState::Failed:
        return ResultCard::tr("failed");
    default:
        break;
    }
    const int seed = index.data(ResultsModel::SeedRole).toInt();
    return seed < 0 ? index.data(ResultsModel::EngineRole).toString() : QStringLiteral("№ %1").arg(seed);
}

} // namespace

QSize ResultCard::sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const {
    return {kThumbnail.width() + 2 * kMarginPx,
            kThumbnail.height() + 3 * kMarginPx + option.fontMetrics.height()};
}

void ResultCard::paint(QPainter* painter, const QStyleOptionViewItem& option,
                       const QModelIndex& index) const {
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const QPalette& palette = option.palette;
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    const QRectF card = QRectF(option.rect).adjusted(1.5, 1.5, -1.5, -1.5);
    if (selected || option.state.testFlag(QStyle::State_MouseOver)) {
        painter->setPen(Qt::NoPen);
        painter->setBrush(palette.color(selected ? QPalette::Highlight : QPalette::AlternateBase));
        painter->drawRoundedRect(card, 5, 5);
    }
    const QRect frame = frameOf(option.rect);
    if (stateOf(index) == VariantState::Ready)
        paintPicture(*painter, frame, index);
    else
        paintWaiting(*painter, frame, palette, index);
    const QColor text = stateOf(index) == VariantState::Failed && !selected
                            ? errorColour(palette)
                            : palette.color(selected ? QPalette::HighlightedText : QPalette::Text);
    painter->setPen(text);
    const QRect line(frame.left(), frame.bottom() + 1 + kMarginPx / 2, frame.width(),
                     option.fontMetrics.height());
    painter->drawText(line, Qt::AlignCenter,
                      option.fontMetrics.elidedText(caption(index), Qt::ElideRight, line.width()));
    if (option.state.testFlag(QStyle::State_HasFocus)) {
        painter->setBrush(Qt::NoBrush);
        painter->setPen(
            QPen(palette.color(selected ? QPalette::HighlightedText : QPalette::Highlight), 1, Qt::DotLine));
        painter->drawRoundedRect(card.adjusted(2, 2, -2, -2), 4, 4);
    }
    painter->restore();
}

void ResultCard::paintPicture(QPainter& painter, const QRect& frame, const QModelIndex& index) {
    const auto image = index.data(Qt::DecorationRole).value<QImage>();
    if (image.isNull())
        return;
    const QSizeF size = image.deviceIndependentSize();
    const QPointF corner = QRectF(frame).center() - QPointF(size.width() / 2, size.height() / 2);
    // On whole device pixels, so that it stays as sharp as it was made.
    const double ratio = image.devicePixelRatio();
    painter.drawImage(QPointF(std::round(corner.x() * ratio) / ratio, std::round(corner.y() * ratio) / ratio),
                      image);
}

void ResultCard::paintWaiting(QPainter& painter, const QRect& frame, const QPalette& palette,
                              const QModelIndex& index) {
    const VariantState state = stateOf(index);
    painter.setPen(QPen(palette.color(QPalette::Mid), 1, Qt::DashLine));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(QRectF(frame).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
    if (state == VariantState::Running) {
        const double done = index.data(ResultsModel::ProgressRole).toDouble();
        const QRectF bar(frame.left() + 12, frame.center().y() - kBarPx / 2.0, frame.width() - 24, kBarPx);
        painter.setPen(Qt::NoPen);
        painter.setBrush(palette.color(QPalette::Mid));
        painter.drawRoundedRect(bar, kBarPx / 2.0, kBarPx / 2.0);
        painter.setBrush(palette.color(QPalette::Highlight));
        if (done > 0)
            painter.drawRoundedRect(QRectF(bar.topLeft(), QSizeF(bar.width() * std::min(1.0, done), kBarPx)),
                                    kBarPx / 2.0, kBarPx / 2.0);
        return;
    }
    const char* name = state == VariantState::Failed ? "error" : "history";
    icon(name).paint(&painter,
                     QRect(frame.center() - QPoint(kIconPx / 2, kIconPx / 2), QSize(kIconPx, kIconPx)));
}

} // namespace nb::desktop
