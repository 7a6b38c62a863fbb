#include "ui/desktop/generation/offline_preview.h"

#include "core/base/worker_pool.h"
#include "core/edit/plan.h"
#include "core/fill/fill.h"
#include "core/image/cv_rect.h"
#include "core/image/resample.h"
#include "core/mask/ops.h"
#include <QUuid>
#include <cmath>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

namespace nb::desktop {
namespace {

constexpr int kPreviewPixels = 400'000; // a fraction of a second on two cores

// What the fill may copy from: as far around as the selection is wide.
QRect surroundings(const QRect& box, const QRect& picture) {
    const int reach = std::max({box.width() / 2, box.height() / 2, edit::contextPaddingPx(box.size())});
    return withMargin(box, reach, picture);
}

QSize scaledSize(QSize size, int maxPixels) {
    const double scale = std::min(1.0, std::sqrt(double(maxPixels) / (double(size.width()) * size.height())));
    return {std::max(1, qRound(size.width() * scale)), std::max(1, qRound(size.height() * scale))};
}

// A pixel is filled if anything of it was selected: otherwise the old object would shine through at its rim.
cv::Mat scaledMask(const cv::Mat& mask, QSize size) {
    cv::Mat selected, small;
    cv::compare(mask, 0, selected, cv::CMP_GT);
    cv::resize(selected, small, {size.width(), size.height()}, 0, 0, cv::INTER_AREA);
    return small > 0;
}

template <class Sample>
void mixInto(cv::Mat& below, const cv::Mat& above, const cv::Mat& mask) {
    const int channels = below.channels();
    for (int y = 0; y < below.rows; ++y)
        for (int x = 0; x < below.cols; ++x) {
            const int weight = mask.at<uchar>(y, x);
            Sample* to = below.ptr<Sample>(y) + x * channels;
            const Sample* from = above.ptr<Sample>(y) + x * channels;
            for (int c = 0; weight > 0 && c < channels; ++c)
                to[c] = Sample((to[c] * (255 - weight) + from[c] * weight + 127) / 255);
        }
}

} // namespace

Result<project::Layer> offlineFill(const image::Picture& picture, const mask::Mask& mask, int maxPixels,
                                   int threads, std::stop_token cancel) {
    const QRect box = mask::boundingBox(mask);
    if (box.isEmpty())
        return Error{ErrorCode::MaskEmpty, QStringLiteral("Nothing is selected"), {}, QStringLiteral("mask")};
    const QRect area = surroundings(box, {{0, 0}, picture.size()});
    const QSize size = scaledSize(area.size(), maxPixels);
    fill::Options options;
    options.threads = threads;
    options.cancel = std::move(cancel);
    const Result<cv::Mat> filled = fill::fill(image::resized(picture.pixels(cvRect(area)), size),
                                              scaledMask(mask.pixels(cvRect(area)), size), options);
    if (!filled)
        return filled.error();
    const cv::Rect inside = cvRect(box.translated(-area.topLeft()));
    const cv::Mat answer = image::resized(*filled, area.size())(inside);
    project::Layer layer;
    layer.id = QUuid::createUuid().toString(QUuid::WithoutBraces);
    layer.mask = mask.pixels(cvRect(box)).clone();
    layer.patch = {box, picture.pixels(cvRect(box)).clone()};
    if (picture.is16Bit())
        mixInto<ushort>(layer.patch.pixels, answer, layer.mask);
    else
        mixInto<uchar>(layer.patch.pixels, answer, layer.mask);
    layer.about = {{QStringLiteral("engine"), QStringLiteral("local")}, {QStringLiteral("preview"), true}};
    return layer;
}

OfflinePreview::OfflinePreview(GenerationQueue& queue, WorkerPool& pool, QObject* parent)
    : QObject(parent), m_queue(queue), m_pool(pool) {
    // A moment later: whoever else follows the queue has heard of the generation before its preview comes.
    connect(&queue, &GenerationQueue::started, this, &OfflinePreview::begin, Qt::QueuedConnection);
    // One that is shown stays until the answer has been composed and takes its place.
    connect(&queue, &GenerationQueue::variantReady, this, [this] { m_stop.request_stop(); });
    connect(&queue, &GenerationQueue::finished, this, &OfflinePreview::drop);
}

OfflinePreview::~OfflinePreview() {
    m_stop.request_stop();
}

void OfflinePreview::begin(GenerationId id) {
    drop();
    const Generation* generation = m_queue.running();
    if (!m_enabled || generation == nullptr || generation->id != id ||
        generation->request.provider->name() == QLatin1String("local"))
        return;
    m_stop = {};
    m_pool
        .run([picture = generation->request.picture, mask = generation->request.mask,
              threads = m_pool.threads(), cancel = m_stop.get_token()] {
            return offlineFill(picture, *mask, kPreviewPixels, threads, cancel);
        })
        .then(this, [this, cancel = m_stop.get_token()](const Result<project::Layer>& layer) {
            if (!layer || cancel.stop_requested())
                return; // nothing depends on it
            m_layer = *layer;
            m_layer->name = tr("Offline preview");
            Q_EMIT changed();
        });
}

void OfflinePreview::drop() {
    m_stop.request_stop();
    if (!m_layer)
        return;
    m_layer.reset();
    Q_EMIT changed();
}

} // namespace nb::desktop
