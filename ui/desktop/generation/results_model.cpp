#include "ui/desktop/generation/results_model.h"

#include "core/base/worker_pool.h"
#include "ui/desktop/document/studio_document.h"
#include "ui/desktop/generation/generation_queue.h"
#include "ui/desktop/generation/thumbnail.h"
#include "ui/desktop/text/generation_text.h"

namespace nb::desktop {

ResultsModel::ResultsModel(StudioDocument& document, GenerationQueue& queue, WorkerPool& pool,
                           QObject* parent)
    : QAbstractListModel(parent), m_document(document), m_queue(queue), m_pool(pool) {
    connect(&document, &StudioDocument::resultsChanged, this, &ResultsModel::rebuild);
    connect(&document, &StudioDocument::opened, this, [this] {
        m_thumbnails.clear();
        ++m_generation;
        rebuild();
    });
    connect(&queue, &GenerationQueue::listChanged, this, &ResultsModel::rebuild);
    connect(&queue, &GenerationQueue::variantChanged, this, &ResultsModel::variantChanged);
    rebuild();
}

void ResultsModel::setThumbnailSize(QSize size, double devicePixelRatio) {
    if (size == m_size && devicePixelRatio == m_ratio)
        return;
    m_size = size;
    m_ratio = devicePixelRatio;
    m_thumbnails.clear();
    m_wanted.clear();
    ++m_generation;
    for (const Row& row : m_rows)
        wantThumbnail(row.layerId);
}

int ResultsModel::rowOf(const QString& layerId) const {
    const auto found = std::ranges::find(m_rows, layerId, &Row::layerId);
    return layerId.isEmpty() || found == m_rows.end() ? -1 : int(found - m_rows.begin());
}

int ResultsModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : int(m_rows.size());
}

QVariant ResultsModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row& row = m_rows[size_t(index.row())];
    return row.layerId.isEmpty() ? variantData(row, role) : resultData(row.layerId, role);
}

std::vector<ResultsModel::Row> ResultsModel::currentRows() const {
    std::vector<Row> rows;
    for (const project::Layer& layer : m_document.results())
        rows.push_back({.layerId = layer.id});
    for (const auto& [id, generation] : m_queue.generations())
        for (int i = 0; i < int(generation.variants.size()); ++i) {
            const VariantState state = generation.variants[size_t(i)].state;
            if (state != VariantState::Ready && state != VariantState::Cancelled)
                rows.push_back({.generation = id, .index = i});
        }
    return rows;
}

void ResultsModel::rebuild() {
    std::vector<Row> rows = currentRows();
    if (rows != m_rows) {
        beginResetModel();
        m_rows = std::move(rows);
        endResetModel();
    }
    for (const Row& row : m_rows)
        wantThumbnail(row.layerId);
}

void ResultsModel::variantChanged(GenerationId id, int index) {
    const Row wanted{.generation = id, .index = index};
    const auto found = std::ranges::find(m_rows, wanted);
    const Generation* generation = m_queue.find(id);
    if (found == m_rows.end() || generation == nullptr)
        return;
    const VariantState state = generation->variants[size_t(index)].state;
    if (state == VariantState::Ready || state == VariantState::Cancelled) {
        rebuild();
        return;
    }
    const QModelIndex changed = createIndex(int(found - m_rows.begin()), 0);
    Q_EMIT dataChanged(changed, changed);
}

void ResultsModel::wantThumbnail(const QString& layerId) {
    const project::Layer* layer = m_document.result(layerId);
    if (layer == nullptr || m_thumbnails.contains(layerId) || m_wanted.contains(layerId))
        return;
    m_wanted.insert(layerId);
    m_pool
        .run([picture = m_document.picture(), layer = *layer, size = m_size * m_ratio]() -> Result<QImage> {
            return thumbnailOf(picture, layer, size);
        })
        .then(this, [this, layerId, ratio = m_ratio, generation = m_generation](Result<QImage> image) {
            if (generation != m_generation)
                return;
            m_wanted.remove(layerId);
            if (!image)
                return;
            image->setDevicePixelRatio(ratio);
            m_thumbnails.insert(layerId, *image);
            const int row = rowOf(layerId);
            if (row >= 0)
                Q_EMIT dataChanged(index(row), index(row), {Qt::DecorationRole});
        });
}

QVariant ResultsModel::resultData(const QString& layerId, int role) const {
    const project::Layer* layer = m_document.result(layerId);
    if (layer == nullptr)
        return {};
    switch (role) {
    case Qt::DisplayRole:
        return displayedPrompt(layer->name);
    case Qt::DecorationRole:
        return m_thumbnails.value(layerId);
    case Qt::ToolTipRole:
    case PromptRole:
        return displayedPrompt(layer->info.prompt.isEmpty() ? layer->name : layer->info.prompt);
    case IdRole:
        return layerId;
    case StateRole:
        return QVariant::fromValue(VariantState::Ready);
    case SeedRole:
        return layer->info.seed.value_or(-1);
    case EngineRole:
        return layer->info.engine;
    case GenerationRole:
        return quint64(0);
    default:
        return {};
    }
}

QVariant ResultsModel::variantData(const Row& row, int role) const {
    const Generation* generation = m_queue.find(row.generation);
    if (generation == nullptr)
        return {};
    const VariantStatus& status = generation->variants[size_t(row.index)];
    switch (role) {
    case Qt::DisplayRole:
    case PromptRole:
        return displayedPrompt(generation->request.parameters.prompt);
    case Qt::ToolTipRole:
        return status.error ? editErrorText(*status.error)
                            : displayedPrompt(generation->request.parameters.prompt);
    case StateRole:
        return QVariant::fromValue(status.state);
    case SeedRole:
        return status.seed;
    case EngineRole:
        return generation->request.provider->name();
    case ErrorRole:
        return status.error ? editErrorText(*status.error) : QString();
    case ProgressRole:
        return status.progress.fraction;
    case GenerationRole:
        return quint64(row.generation);
    case IndexRole:
        return row.index;
    default:
        return {};
    }
}

} // namespace nb::desktop
