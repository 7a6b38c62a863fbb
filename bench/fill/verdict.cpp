#include "bench/fill/verdict.h"

#include "core/fill/fill.h"
#include <algorithm>
#include <ctime>
#include <map>

namespace nb::bench {
namespace {

void writeVerdict(QTextStream& out, QAnyStringView promise, double is, QAnyStringView limit, bool holds) {
    out << "| " << promise.toString() << " | " << QString::number(is, 'g', 3) << " | " << limit.toString()
        << " | " << (holds ? "yes" : "NO") << " |\n";
}

// Ours and another method on the same hole.
using Pair = std::pair<const Line*, const Line*>;

std::vector<Pair> pairsWith(const std::vector<Line>& lines, const std::string& method) {
    std::vector<Pair> pairs;
    for (const Line& other : lines)
        for (const Line& ours : lines)
            if (other.method == method && ours.method == "ours" && ours.what.picture == other.what.picture &&
                ours.what.hole == other.what.hole)
                pairs.emplace_back(&ours, &other);
    return pairs;
}

template <class F>
double shareOf(const std::vector<Pair>& pairs, F holds) {
    const auto count =
        std::count_if(pairs.begin(), pairs.end(), [&](const Pair& p) { return holds(*p.first, *p.second); });
    return static_cast<double>(count) / static_cast<double>(pairs.size());
}

// The share of pictures whose mean distance over their holes, so many times, is less than the other's.
double shareOfPictures(const std::vector<Pair>& pairs, double times = 1) {
    std::map<std::string, double> leads;
    for (const auto& [ours, other] : pairs)
        leads[ours->what.picture] += times * ours->quality.texture - other->quality.texture;
    const auto nearer = std::count_if(leads.begin(), leads.end(), [](const auto& l) { return l.second < 0; });
    return static_cast<double>(nearer) / static_cast<double>(leads.size());
}

template <class F>
double meanLead(const std::vector<Pair>& pairs, F figure) {
    double sum = 0;
    for (const auto& [ours, other] : pairs)
        sum += figure(*ours) - figure(*other);
    return sum / static_cast<double>(pairs.size());
}

bool closer(const Line& ours, const Line& other) {
    return ours.quality.texture < other.quality.texture;
}

void writeGmic(QTextStream& out, const std::vector<Line>& lines) {
    const auto pairs = pairsWith(lines, "gmic_patch");
    if (pairs.empty())
        return;
    const double quicker =
        shareOf(pairs, [](const Line& a, const Line& b) { return a.run.cpuS < b.run.cpuS; });
    writeVerdict(out, "share of holes where ours is quicker than G'MIC (CPU)", quicker, "1", quicker >= 1);
    const double nearer = shareOf(pairs, closer);
    writeVerdict(out, "share of holes closer in texture than G'MIC", nearer, "0.9", nearer >= 0.9);
    const double pictures = shareOfPictures(pairs);
    writeVerdict(out, "share of pictures closer in mean texture than G'MIC", pictures, "0.9",
                 pictures >= 0.9);
    const double psnr = meanLead(pairs, [](const Line& l) { return l.quality.psnr; });
    writeVerdict(out, "mean PSNR above G'MIC, dB", psnr, "0", psnr >= 0);
    const double ssim = meanLead(pairs, [](const Line& l) { return l.quality.ssim; });
    writeVerdict(out, "mean SSIM above G'MIC", ssim, "0", ssim >= 0);
}

void writeShiftMap(QTextStream& out, const std::vector<Line>& lines) {
    const auto pairs = pairsWith(lines, "shiftmap");
    if (pairs.empty())
        return;
    const double nearer = shareOf(pairs, closer);
    writeVerdict(out, "share of holes closer in texture than SHIFTMAP", nearer, "0.8", nearer >= 0.8);
    const double pictures = shareOfPictures(pairs);
    writeVerdict(out, "share of pictures closer in mean texture than SHIFTMAP", pictures, "0.8",
                 pictures >= 0.8);
    double ours = 0, theirs = 0;
    for (const auto& [a, b] : pairs) {
        ours += a->run.cpuS;
        theirs += b->run.cpuS;
    }
    writeVerdict(out, "CPU time relative to SHIFTMAP", ours / theirs, "0.1", ours <= 0.1 * theirs);
}

} // namespace

void writeVerdicts(QTextStream& out, const std::vector<Line>& lines) {
    out << "\n| promise | is | asked | holds |\n|---|---:|---:|---|\n";
    writeGmic(out, lines);
    writeShiftMap(out, lines);
    for (const std::string method : {"telea", "ns", "fsr"}) {
        auto pairs = pairsWith(lines, method);
        std::erase_if(pairs, [](const Pair& p) { return !p.first->what.texture; });
        if (pairs.empty())
            continue;
        const double half = shareOf(
            pairs, [](const Line& a, const Line& b) { return 2 * a.quality.texture < b.quality.texture; });
        const QString name = QString::fromStdString(method);
        writeVerdict(out,
                     QLatin1String("share of holes in textures with less than half the distance of ") + name,
                     half, "1", half >= 1);
        const double pictures = shareOfPictures(pairs, 2);
        writeVerdict(out, QLatin1String("share of textures with less than half the mean distance of ") + name,
                     pictures, "1", pictures >= 1);
    }
    auto own = pairsWith(lines, "ours");
    if (own.empty())
        return;
    const double seam = shareOf(own, [](const Line& a, const Line&) { return a.quality.seam <= 1.2; });
    writeVerdict(out, "share with a seam of at most 1.2", seam, "1", seam >= 1);
    const double natural = shareOf(pairsWith(lines, kTruth), [](const Line& a, const Line& truth) {
        return a.quality.seam <= std::max(1.2, truth.quality.seam);
    });
    writeVerdict(out, "the same, or no more than what was hidden has there", natural, "1", natural >= 1);
    std::erase_if(own, [](const Pair& p) { return !p.first->what.texture; });
    if (own.empty())
        return;
    const double gradient = shareOf(own, [](const Line& a, const Line&) {
        return a.quality.gradientEnergy >= 0.8 && a.quality.gradientEnergy <= 1.25;
    });
    writeVerdict(out, "share of textures with gradient energy in 0.8 to 1.25", gradient, "1", gradient >= 1);
}

void writeSpeedVerdicts(QTextStream& out, const std::vector<Line>& lines) {
    constexpr double kAskedS[] = {0.4, 3, 8};
    constexpr double kAskedMb = 400;
    out << "\n| promise | is | asked | holds |\n|---|---:|---:|---|\n";
    std::size_t number = 0;
    for (const Line& line : lines) {
        if (line.method != "ours" || number >= std::size(kAskedS))
            continue;
        const QString name = QString::fromStdString(line.what.picture);
        const double asked = kAskedS[number++];
        writeVerdict(out, name + QLatin1String(", seconds on the clock"), line.run.wallS,
                     QString::number(asked), line.run.wallS <= asked);
        writeVerdict(out, name + QLatin1String(", CPU seconds of two threads, halved"), line.run.cpuS / 2,
                     QString::number(asked), line.run.cpuS / 2 <= asked);
        writeVerdict(out, name + QLatin1String(", MB"), line.run.peakMb, QString::number(kAskedMb),
                     line.run.peakMb <= kAskedMb);
        const double look = longestCheckIntervalMs(line.what);
        writeVerdict(out, name + QLatin1String(", longest between two looks at the cancel token, CPU ms"),
                     look, "50", look <= 50);
    }
}

double longestCheckIntervalMs(const Case& what) {
    const auto now = [] {
        timespec time{};
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
        return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) * 1e-6;
    };
    double last = now(), longest = 0;
    fill::Options options;
    options.threads = 1;
    options.onCheck = [&] {
        const double time = now();
        longest = std::max(longest, time - last);
        last = time;
    };
    const auto result = fill::fill(what.truth, what.mask, options);
    options.onCheck(); // after the last check
    return result ? longest : -1;
}

} // namespace nb::bench
