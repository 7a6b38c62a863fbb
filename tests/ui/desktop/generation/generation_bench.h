#pragma once
// A document with a selection, and a provider that answers when the test says so.

#include "core/base/worker_pool.h"
#include "ui/desktop/document/studio_document.h"
#include "ui/desktop/generation/generation_queue.h"
#include <QPromise>
#include <QTest>
#include <opencv2/core.hpp>

namespace nb::test {

inline const cv::Scalar kBelow{10, 20, 30};
inline const QRect kSelected{20, 10, 16, 12};

// Paints the selection in the colour that it is told to, when it is told to.
class HeldProvider : public providers::Provider {
public:
    [[nodiscard]] QString name() const override { return QStringLiteral("held"); }
    [[nodiscard]] QString model() const override { return heldModel; }
    [[nodiscard]] providers::ProviderCapabilities capabilities() const override {
        providers::ProviderCapabilities can;
        can.priceHintUsd = 0.04;
        return can;
    }
    QFuture<Result<providers::Answer>> edit(providers::Job job, providers::Context context) override {
        auto call = std::make_shared<Call>(Call{std::move(job), std::move(context), {}});
        call->promise.start();
        calls.push_back(call);
        return call->promise.future();
    }

    void answer(size_t call, const cv::Scalar& colour) {
        cv::Mat pixels = calls[call]->job.picture.pixels.clone();
        pixels.setTo(colour, calls[call]->job.mask.pixels);
        end(call, providers::Answer{{pixels, {}}, 1});
    }
    void fail(size_t call, ErrorCode code = ErrorCode::ProviderUnavailable) {
        end(call, Error{code, QStringLiteral("told to fail")});
    }
    [[nodiscard]] bool isStopped(size_t call) const { return calls[call]->context.cancel.stop_requested(); }

    // The latest call with this seed: two that begin at once may overtake each other on the pool.
    [[nodiscard]] size_t of(int seed) const {
        for (size_t i = calls.size(); i > 0; --i)
            if (calls[i - 1]->job.seed == seed)
                return i - 1;
        return calls.size();
    }

    struct Call {
        providers::Job job;
        providers::Context context;
        QPromise<Result<providers::Answer>> promise;
    };
    std::vector<std::shared_ptr<Call>> calls;
    QString heldModel;

private:
    void end(size_t call, Result<providers::Answer> answer) {
        calls[call]->promise.addResult(std::move(answer));
        calls[call]->promise.finish();
    }
};

struct GenerationBench {
    WorkerPool pool{2};
    desktop::StudioDocument document;
    std::shared_ptr<HeldProvider> provider = std::make_shared<HeldProvider>();
    desktop::GenerationQueue queue{document, pool};

    GenerationBench() {
        document.open({cv::Mat(48, 64, CV_8UC3, kBelow), {}}, QStringLiteral("photo.png"));
        selectRect(kSelected);
    }
    void selectRect(const QRect& rect) {
        const auto edit = document.beginMaskEdit(QStringLiteral("Rectangle"));
        edit->write(rect) = 255;
        edit->wrote(rect);
        edit->commit();
    }
    [[nodiscard]] desktop::GenerationRequest request(int variants = 1, std::optional<int> seed = 100) {
        desktop::GenerationRequest request;
        request.parameters.prompt = QStringLiteral("a rose");
        request.parameters.seed = seed;
        request.variants = variants;
        request.provider = provider;
        request.picture = document.picture();
        request.mask = document.maskSnapshot();
        request.name = document.name();
        return request;
    }
    desktop::GenerationId add(int variants = 1, std::optional<int> seed = 100) {
        return queue.add(request(variants, seed)).value_or(0);
    }
    [[nodiscard]] bool waitForCalls(size_t count) const {
        return QTest::qWaitFor([&] { return provider->calls.size() >= count; });
    }
    [[nodiscard]] bool waitForResults(size_t count) const {
        return QTest::qWaitFor([&] { return document.results().size() >= count; });
    }
    [[nodiscard]] desktop::VariantState state(desktop::GenerationId id, int index) const {
        return queue.find(id)->variants[size_t(index)].state;
    }
};

inline cv::Vec3b colourAt(const cv::Mat& pixels, int x, int y) {
    return pixels.at<cv::Vec3b>(y, x);
}

} // namespace nb::test
