#pragma once
// Draws one result of the filmstrip: its thumbnail, its seed, and its state.

#include <QStyledItemDelegate>

namespace nb::desktop {

class ResultCard : public QStyledItemDelegate {
    Q_OBJECT

public:
    static constexpr QSize kThumbnail{112, 84}; // logical pixels

    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    static void paintPicture(QPainter& painter, const QRect& frame, const QModelIndex& index);
    static void paintWaiting(QPainter& painter, const QRect& frame, const QPalette& palette,
                             const QModelIndex& index);
};

} // namespace nb::desktop
