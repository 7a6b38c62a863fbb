#include "ui/desktop/selection/mask_operations.h"

#include <QCoreApplication>

namespace nb::desktop {

QString operationName(MaskOperation operation) {
    static constexpr const char* kNames[] = {
        QT_TRANSLATE_NOOP("MaskOperations", "Grow"),       QT_TRANSLATE_NOOP("MaskOperations", "Shrink"),
        QT_TRANSLATE_NOOP("MaskOperations", "Feather"),    QT_TRANSLATE_NOOP("MaskOperations", "Smooth"),
        QT_TRANSLATE_NOOP("MaskOperations", "Fill holes"), QT_TRANSLATE_NOOP("MaskOperations", "Invert"),
        QT_TRANSLATE_NOOP("MaskOperations", "Clear"),      QT_TRANSLATE_NOOP("MaskOperations", "Select all"),
    };
    return QCoreApplication::translate("MaskOperations", kNames[size_t(operation)]);
}

MaskOperations::MaskOperations(StudioDocument& document, WorkerPool& pool, QObject* parent)
    : QObject(parent), m_job(document, pool) {
    connect(&m_job, &MaskJob::runningChanged, this, &MaskOperations::runningChanged);
    connect(&m_job, &MaskJob::failed, this, &MaskOperations::failed);
}

void MaskOperations::run(MaskOperation operation, int radiusPx) {
    m_job.run(operationName(operation), MaskJob::Where::Pool,
              [operation, radiusPx](const mask::Mask& mask, const std::stop_token& stop) {
                  return mask::applyOperation(mask, operation, radiusPx, stop);
              });
}

} // namespace nb::desktop
