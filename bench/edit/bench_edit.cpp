// Times what an edit costs beside the provider, on a region of about one megapixel in a picture of 24. The
// ratio is to one memcpy of the region's samples, measured in the same run.

#include "core/edit/align.h"
#include "core/edit/colour_fit.h"
#include "core/edit/composite.h"
#include "core/edit/parameters.h"
#include "core/edit/plan.h"
#include "core/edit/region_result.h"
#include "core/edit/registration.h"
#include "tests/support/scene.h"
#include <benchmark/benchmark.h>
#include <chrono>
#include <cstring>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

using namespace nb;

namespace {

constexpr int kSidePx = 1024;
const cv::Size kPicture(6000, 4000);

// What the functions of the pipeline hand each other.
struct Case {
    cv::Mat sent = test::scene({kSidePx, kSidePx}, 1);
    cv::Mat answer = test::drifted(sent, {.dx = 7, .dy = -5, .scale = 1.08, .gain = {1.1, 1.0, 0.95}});
    cv::Mat answer16;
    cv::Mat mask{kSidePx, kSidePx, CV_8U, cv::Scalar(0)};

    Case() {
        cv::ellipse(mask, {{kSidePx / 2.0F, kSidePx / 2.0F}, {600, 500}, 20}, cv::Scalar(255), cv::FILLED);
        answer.convertTo(answer16, CV_16U, 257);
    }
};

const Case& theCase() {
    static const Case instance;
    return instance;
}

double memcpySeconds() {
    const cv::Mat& from = theCase().sent;
    cv::Mat to = from.clone();
    double best = 1;
    for (int i = 0; i < 20; ++i) {
        const auto start = std::chrono::steady_clock::now();
        std::memcpy(to.data, from.data, from.total() * from.elemSize());
        benchmark::DoNotOptimize(to.data);
        best =
            std::min(best, std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
    }
    return best;
}

// Runs the loop and adds the ratio.
template <class Step>
void measure(benchmark::State& state, Step step) {
    static const double memcpyTime = memcpySeconds();
    const auto start = std::chrono::steady_clock::now();
    for ([[maybe_unused]] auto iteration : state)
        step();
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    state.counters["memcpys"] = seconds / double(state.iterations()) / memcpyTime;
}

void planOfTwentyFourMegapixels(benchmark::State& state) {
    mask::Mask mask{cv::Mat(kPicture, CV_8U, cv::Scalar(0))};
    mask.pixels(cv::Rect(3000, 1500, 700, 700)) = 255;
    const providers::ProviderCapabilities capabilities{.maxSide = 2048};
    measure(state, [&] { benchmark::DoNotOptimize(edit::makePlan(mask, {}, capabilities)); });
}

void registration(benchmark::State& state) {
    const Case& c = theCase();
    measure(state, [&] { benchmark::DoNotOptimize(edit::registerAnswer(c.sent, c.answer, c.mask)); });
}

void colourFit(benchmark::State& state) {
    const Case& c = theCase();
    measure(state, [&] { benchmark::DoNotOptimize(edit::fitColour(c.sent, c.answer16, c.mask)); });
}

void colourApplied(benchmark::State& state) {
    cv::Mat answer = theCase().answer16.clone();
    const edit::ColourFit fit{.gain = {1.01, 0.99, 1.0}};
    measure(state, [&] { edit::applyColour(answer, fit); });
}

void composite(benchmark::State& state) {
    const Case& c = theCase();
    cv::Mat picture = c.sent.clone();
    measure(state, [&] { benchmark::DoNotOptimize(edit::compositeInto(picture, c.answer, {c.mask})); });
}

void alignment(benchmark::State& state) {
    const Case& c = theCase();
    measure(state, [&] {
        benchmark::DoNotOptimize(edit::align({c.answer, {}}, {c.sent, {}}, c.sent, {c.mask}));
    });
}

// Everything but the provider, as for a picture that nobody else holds: plan, crop, align, composite in
// place.
void allButTheProvider(benchmark::State& state) {
    const Case& c = theCase();
    image::Picture picture{cv::Mat(kPicture, CV_8UC3, cv::Scalar(90, 100, 110)), {}};
    mask::Mask mask{cv::Mat(kPicture, CV_8U, cv::Scalar(0))};
    const cv::Rect at(2500, 1500, kSidePx, kSidePx);
    c.sent.copyTo(picture.pixels(at));
    c.mask.copyTo(mask.pixels(at));
    const edit::Region region{{at.x, at.y, at.width, at.height}, {kSidePx, kSidePx}};
    const providers::ProviderCapabilities capabilities{.maxSide = 2048};
    measure(state, [&] {
        benchmark::DoNotOptimize(edit::makePlan(mask, {}, capabilities));
        const edit::Crop crop = edit::makeCrop(picture, mask, region);
        const edit::AlignedRegion aligned = edit::alignRegion(picture, mask, region, crop, {c.answer, {}}, 1);
        benchmark::DoNotOptimize(edit::compositeRegion(picture, mask, region, aligned));
    });
}

} // namespace

BENCHMARK(planOfTwentyFourMegapixels)->Unit(benchmark::kMillisecond)->MeasureProcessCPUTime()->UseRealTime();
BENCHMARK(registration)->Unit(benchmark::kMillisecond)->MeasureProcessCPUTime()->UseRealTime();
BENCHMARK(colourFit)->Unit(benchmark::kMillisecond)->MeasureProcessCPUTime()->UseRealTime();
BENCHMARK(colourApplied)->Unit(benchmark::kMillisecond)->MeasureProcessCPUTime()->UseRealTime();
BENCHMARK(alignment)->Unit(benchmark::kMillisecond)->MeasureProcessCPUTime()->UseRealTime();
BENCHMARK(composite)->Unit(benchmark::kMillisecond)->MeasureProcessCPUTime()->UseRealTime();
BENCHMARK(allButTheProvider)->Unit(benchmark::kMillisecond)->MeasureProcessCPUTime()->UseRealTime();

BENCHMARK_MAIN();
