#include "ui/desktop/generation/variant_mix.h"

#include "core/base/worker_pool.h"
#include "core/image/cv_rect.h"
#include "core/mask/empty_mask.h"
#include "core/project/choice_blend.h"
#include "core/project/layer_composition.h"
#include "ui/desktop/document/studio_document.h"
#include "ui/desktop/generation/result_selection.h"
#include <QUndoCommand>
#include <algorithm>
#include <cmath>
#include <opencv2/core.hpp>
#include <utility>

namespace nb::desktop {
namespace {

double squaredDistance(QPointF p, QPointF a, QPointF b) {
    const QPointF along = b - a, to = p - a;
    const double length = QPointF::dotProduct(along, along);
    const double t = length > 0 ? std::clamp(QPointF::dotProduct(to, along) / length, 0.0, 1.0) : 0;
    const QPointF off = to - t * along;
    return QPointF::dotProduct(off, off);
}

} // namespace

class VariantMix::Command : public QUndoCommand {
public:
    Command(VariantMix& mix, mask::Delta delta)
        : QUndoCommand(VariantMix::tr("Mix variants")), m_mix(mix), m_delta(std::move(delta)) {}

    void undo() override {
        m_delta.undo(m_mix.m_map);
        m_mix.render(m_delta.bounds());
    }
    void redo() override {
        if (std::exchange(m_isApplied, false))
            return;
        m_delta.redo(m_mix.m_map);
        m_mix.render(m_delta.bounds());
    }

private:
    VariantMix& m_mix;
    mask::Delta m_delta;
    bool m_isApplied = true;
};

struct VariantMix::Start {
    std::vector<project::Layer> layers;
    project::Patch patch;
    mask::Mask map;
    int choice = 1;
};

VariantMix::VariantMix(StudioDocument& document, ResultSelection& selection, WorkerPool& pool,
                       QObject* parent)
    : QObject(parent), m_document(document), m_selection(selection), m_pool(pool) {
    // The picture or the results that are mixed are gone.
    connect(&document, &StudioDocument::aboutToClose, this, &VariantMix::cancel);
    connect(&document, &StudioDocument::pictureChanged, this, &VariantMix::cancel);
    connect(&document, &StudioDocument::resultsChanged, this, [this] {
        if (std::ranges::any_of(m_layers,
                                [this](const auto& l) { return m_document.result(l.id) == nullptr; }))
            cancel();
    });
}

VariantMix::~VariantMix() = default;

void VariantMix::begin(const QStringList& layerIds) {
    if (m_active || m_beginning)
        return;
    Start start;
    for (const QString& id : layerIds)
        if (const project::Layer* layer = m_document.result(id)) {
            start.layers.push_back(*layer);
            start.patch.rect |= layer->patch.rect;
            if (id == m_selection.current())
                start.choice = int(start.layers.size());
        }
    if (start.layers.size() < 2 || start.layers.size() > 255)
        return;
    m_beginning = true;
    m_pool
        .run([start, picture = m_document.picture()]() mutable -> Result<Start> {
            const project::Layer& first = start.layers[size_t(start.choice - 1)];
            const project::Patch base = project::composed(picture, first);
            start.patch.pixels = picture.pixels(cvRect(start.patch.rect)).clone();
            if (!base.isNull())
                base.pixels.copyTo(
                    start.patch.pixels(cvRect(base.rect.translated(-start.patch.rect.topLeft()))));
            start.map = mask::emptyMask(start.patch.rect.size());
            start.map.pixels.setTo(start.choice);
            return start;
        })
        .then(this, [this](const Result<Start>& done) {
            if (std::exchange(m_beginning, false) && done)
                activate(*done);
        });
}

void VariantMix::activate(const Start& start) {
    m_layers = start.layers;
    m_patch = start.patch;
    m_map = start.map;
    m_choice = start.choice;
    m_active = true;
    m_selection.setShowing(false);
    m_document.show(m_patch);
    Q_EMIT activeChanged(true);
    Q_EMIT choiceChanged(m_choice);
}

QStringList VariantMix::layerIds() const {
    QStringList ids;
    for (const project::Layer& layer : m_layers)
        ids += layer.id;
    return ids;
}

void VariantMix::setChoice(int choice) {
    if (choice < 0 || choice > int(m_layers.size()) || choice == m_choice)
        return;
    m_choice = choice;
    Q_EMIT choiceChanged(choice);
}

void VariantMix::setChoice(const QString& layerId) {
    const auto found = std::ranges::find(m_layers, layerId, &project::Layer::id);
    if (found != m_layers.end())
        setChoice(int(found - m_layers.begin()) + 1);
}

int VariantMix::choiceAt(QPoint picture) const {
    if (!m_active || !m_patch.rect.contains(picture))
        return kPicture;
    const QPoint at = picture - m_patch.rect.topLeft();
    return m_map.pixels.at<uchar>(at.y(), at.x());
}

void VariantMix::beginStroke(int choice) {
    if (!m_active || choice < 0 || choice > int(m_layers.size()))
        return;
    cancelStroke();
    m_stroke.emplace(m_map);
    m_strokeChoice = choice;
}

void VariantMix::strokeTo(QPointF from, QPointF to, double radiusPx) {
    if (!m_stroke)
        return;
    const QPointF origin = m_patch.rect.topLeft();
    const QPointF a = from - origin, b = to - origin;
    const QRectF reach(QPointF(std::min(a.x(), b.x()) - radiusPx, std::min(a.y(), b.y()) - radiusPx),
                       QPointF(std::max(a.x(), b.x()) + radiusPx, std::max(a.y(), b.y()) + radiusPx));
    const QRect touched = reach.toAlignedRect() & QRect({0, 0}, m_patch.rect.size());
    if (touched.isEmpty())
        return;
    m_stroke->willWrite(touched);
    for (int y = touched.top(); y <= touched.bottom(); ++y) {
        uchar* row = m_map.pixels.ptr<uchar>(y);
        for (int x = touched.left(); x <= touched.right(); ++x)
            if (squaredDistance({x + 0.5, y + 0.5}, a, b) <= radiusPx * radiusPx)
                row[x] = uchar(m_strokeChoice);
    }
    render(touched);
}

void VariantMix::endStroke() {
    if (!m_stroke)
        return;
    mask::Delta delta = m_stroke->finish();
    m_stroke.reset();
    if (!delta.isEmpty())
        m_undo.push(new Command(*this, std::move(delta)));
}

void VariantMix::cancelStroke() {
    if (!m_stroke)
        return;
    const QRect touched = m_stroke->touched();
    m_stroke->rollBack();
    m_stroke.reset();
    if (!touched.isEmpty())
        render(touched);
}

void VariantMix::accept() {
    if (!m_active)
        return;
    endStroke();
    const project::Patch patch = m_patch;
    end();
    m_selection.select({});
    m_document.accept(patch, tr("Accept mix"));
}

void VariantMix::cancel() {
    m_beginning = false;
    if (!m_active)
        return;
    end();
}

void VariantMix::end() {
    m_stroke.reset();
    m_undo.clear();
    m_active = false;
    m_layers.clear();
    m_patch = {};
    m_map = {};
    m_selection.setShowing(true);
    Q_EMIT activeChanged(false);
}

project::ChoiceSource VariantMix::source(int choice, const QRect& within) const {
    const QRect place = within.translated(m_patch.rect.topLeft());
    project::ChoiceSource source{.picture = m_document.picture().pixels(cvRect(place))};
    if (choice == kPicture)
        return source;
    const project::Layer& layer = m_layers[size_t(choice - 1)];
    const QRect common = place & layer.patch.rect;
    if (common.isEmpty())
        return source;
    const cv::Rect from = cvRect(common.translated(-layer.patch.rect.topLeft()));
    source.layer = layer.patch.pixels(from);
    if (layer.info.preserveUnmasked && !layer.mask.empty())
        source.mask = layer.mask(from);
    source.at = common.topLeft() - place.topLeft();
    return source;
}

void VariantMix::render(const QRect& changed) {
    const QRect all({0, 0}, m_patch.rect.size());
    const QRect area = withMargin(changed, kSoftPx, all);
    const QRect around = withMargin(area, kSoftPx, all);
    project::blendChoices(
        m_map.pixels(cvRect(around)), cvRect(area.translated(-around.topLeft())), kSoftPx,
        [&](int choice) { return source(choice, area); }, m_patch.pixels(cvRect(area)));
    m_document.updateShown(area.translated(m_patch.rect.topLeft()));
}

} // namespace nb::desktop
