#pragma once
// The filmstrip as a list: the document's results, then what is still awaited or has failed. Thumbnails are
// made on the pool, each once.

#include "ui/desktop/generation/generation.h"
#include <QAbstractListModel>
#include <QHash>
#include <QImage>
#include <QSet>

namespace nb {
class WorkerPool;
}

namespace nb::desktop {

class GenerationQueue;
class StudioDocument;

// Lives on the thread of the user interface.
class ResultsModel : public QAbstractListModel {
    Q_OBJECT

public:
    enum Role {
        IdRole = Qt::UserRole, // QString, of the layer; empty unless Ready
        StateRole,             // VariantState
        SeedRole,              // int; -1 = unknown
        EngineRole,            // QString, Provider::name()
        PromptRole,            // QString
        ErrorRole,             // QString: why it failed
        ProgressRole,          // double, 0 to 1; negative = unknown
        GenerationRole,        // quint64, of one that is awaited or failed; 0 otherwise
        IndexRole,             // int: the variant's within its generation
    };

    // All outlive it. DecorationRole is a QImage, null until it is there.
    ResultsModel(StudioDocument& document, GenerationQueue& queue, WorkerPool& pool,
                 QObject* parent = nullptr);

    // size in logical pixels; devicePixelRatio of the screen. All thumbnails are made again.
    void setThumbnailSize(QSize size, double devicePixelRatio);

    [[nodiscard]] int rowOf(const QString& layerId) const; // -1 = none

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;

private:
    struct Row {
        QString layerId = {}; // empty = variant `index` of `generation`
        GenerationId generation = 0;
        int index = 0;

        bool operator==(const Row&) const = default;
    };
    [[nodiscard]] std::vector<Row> currentRows() const;
    void rebuild();
    void variantChanged(GenerationId id, int index);
    void wantThumbnail(const QString& layerId);
    [[nodiscard]] QVariant resultData(const QString& layerId, int role) const;
    [[nodiscard]] QVariant variantData(const Row& row, int role) const;

    StudioDocument& m_document;
    GenerationQueue& m_queue;
    WorkerPool& m_pool;
    std::vector<Row> m_rows;
    QHash<QString, QImage> m_thumbnails;
    QSet<QString> m_wanted; // being made
    QSize m_size{96, 96};
    double m_ratio = 1;
    int m_generation = 0; // of the thumbnails: another one after each change of their size
};

} // namespace nb::desktop
