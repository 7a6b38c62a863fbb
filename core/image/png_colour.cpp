#include "core/image/png_colour.h"

#include "core/base/memory.h"
#include "core/image/codec.h"
#include "core/image/icc.h"
#include <QtEndian>
#include <algorithm>
#include <array>
#include <cmath>
#include <zlib.h>

namespace nb::image {
namespace {

constexpr double kUnit = 100'000;                            // gAMA and cHRM are fractions of it
constexpr quint32 kMinGamma = 1'000, kMaxGamma = 10'000'000; // beyond, nothing but noise would be left
constexpr double kReferenceWhiteNits = 203;                  // ITU-R BT.2408

quint32 numberAt(QByteArrayView data, qsizetype index) {
    return qFromBigEndian<quint32>(data.data() + 4 * index);
}

// zlib data; nullopt if it is damaged or larger than the bound.
std::optional<QByteArray> inflated(QByteArrayView data, qsizetype maxBytes) {
    z_stream stream{};
    if (inflateInit(&stream) != Z_OK)
        return std::nullopt;
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(data.data())); // it is only read
    stream.avail_in = static_cast<uInt>(data.size());
    QByteArray out;
    std::array<char, 16384> block{};
    int code = Z_OK;
    while (code == Z_OK && out.size() <= maxBytes) {
        stream.next_out = reinterpret_cast<Bytef*>(block.data());
        stream.avail_out = static_cast<uInt>(block.size());
        code = inflate(&stream, Z_NO_FLUSH);
        if (!tryAppend(out, {block.data(), static_cast<qsizetype>(block.size() - stream.avail_out)}))
            code = Z_MEM_ERROR;
    }
    inflateEnd(&stream);
    if (code != Z_STREAM_END || out.size() > maxBytes)
        return std::nullopt;
    return out;
}

// iCCP: a name of up to 79 bytes, a zero, the method 0, the profile.
std::optional<QByteArray> profileIn(QByteArrayView iccp) {
    constexpr qsizetype kMaxName = 79;
    const qsizetype zero = iccp.indexOf('\0');
    if (zero < 0 || zero > kMaxName || iccp.size() < zero + 2 || iccp[zero + 1] != 0)
        return std::nullopt;
    std::optional<QByteArray> profile = inflated(iccp.sliced(zero + 2), kMaxIccBytes);
    return profile && !profile->isEmpty() ? profile : std::nullopt;
}

cmsCIExyY point(double x, double y) {
    return {x, y, 1};
}

// ITU-T H.273, table 2.
std::optional<Chromaticities> primariesOf(int code) {
    const cmsCIExyY d65 = point(0.3127, 0.3290), c = point(0.310, 0.316);
    switch (code) {
    case 1:
        return srgbChromaticities();
    case 4:
        return Chromaticities{c, {point(0.67, 0.33), point(0.21, 0.71), point(0.14, 0.08)}};
    case 5:
        return Chromaticities{d65, {point(0.64, 0.33), point(0.29, 0.60), point(0.15, 0.06)}};
    case 6:
    case 7:
        return Chromaticities{d65, {point(0.630, 0.340), point(0.310, 0.595), point(0.155, 0.070)}};
    case 8:
        return Chromaticities{c, {point(0.681, 0.319), point(0.243, 0.692), point(0.145, 0.049)}};
    case 9:
        return Chromaticities{d65, {point(0.708, 0.292), point(0.170, 0.797), point(0.131, 0.046)}};
    case 11:
        return Chromaticities{point(0.314, 0.351),
                              {point(0.680, 0.320), point(0.265, 0.690), point(0.150, 0.060)}};
    case 12:
        return Chromaticities{d65, {point(0.680, 0.320), point(0.265, 0.690), point(0.150, 0.060)}};
    case 22:
        return Chromaticities{d65, {point(0.630, 0.340), point(0.295, 0.605), point(0.155, 0.077)}};
    default:
        return std::nullopt;
    }
}

// ITU-T H.273, table 3: light of 0 to 1 from a sample of 0 to 1; nullopt for what is not known.
std::optional<double> lightOf(int transfer, double v) {
    switch (transfer) {
    case 1:
    case 6:
    case 14:
    case 15: // BT.709 and those that share its curve
        return v < 0.081 ? v / 4.5 : std::pow((v + 0.099) / 1.099, 1 / 0.45);
    case 4:
        return std::pow(v, 2.2);
    case 5:
        return std::pow(v, 2.8);
    case 7: // SMPTE 240M
        return v < 0.0912 ? v / 4 : std::pow((v + 0.1115) / 1.1115, 1 / 0.45);
    case 8:
        return v;
    case 13:
        return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4);
    case 16: { // PQ, SMPTE ST 2084
        const double p = std::pow(v, 1 / 78.84375);
        const double nits =
            10'000 * std::pow(std::max(p - 0.8359375, 0.0) / (18.8515625 - 18.6875 * p), 1 / 0.1593017578125);
        return nits / kReferenceWhiteNits;
    }
    case 18: { // HLG, BT.2100, on a display of 1000 nits
        const double scene =
            v <= 0.5 ? v * v / 3 : (std::exp((v - 0.55991073) / 0.17883277) + 0.28466892) / 12;
        return 1000 * std::pow(scene, 1.2) / kReferenceWhiteNits;
    }
    default:
        return std::nullopt;
    }
}

ToneCurve transferCurve(int transfer, bool fullRange) {
    constexpr int kSrgb = 13, kSamples = 4096;
    if (transfer == kSrgb && fullRange)
        return powerCurve(0);
    std::vector<cmsFloat32Number> light;
    for (int i = 0; i < kSamples; ++i) {
        double v = double(i) / (kSamples - 1);
        if (!fullRange) // black at 16, white at 235
            v = std::clamp((v * 255 - 16) / 219, 0.0, 1.0);
        const std::optional<double> linear = lightOf(transfer, v);
        if (!linear)
            return {nullptr, cmsFreeToneCurve};
        light.push_back(cmsFloat32Number(std::clamp(*linear, 0.0, 1.0)));
    }
    return {cmsBuildTabulatedToneCurveFloat(nullptr, kSamples, light.data()), cmsFreeToneCurve};
}

// The chunks one after the other: type, length in a byte, data.
QByteArray packed(const std::vector<PngColourChunk>& chunks) {
    QByteArray bytes;
    for (const PngColourChunk& chunk : chunks)
        bytes += chunk.type + static_cast<char>(chunk.data.size()) + chunk.data;
    return bytes;
}

std::vector<PngColourChunk> unpacked(QByteArrayView bytes) {
    constexpr qsizetype kHead = 5;
    std::vector<PngColourChunk> chunks;
    while (bytes.size() >= kHead) {
        const qsizetype length = static_cast<unsigned char>(bytes[kHead - 1]);
        if (bytes.size() < kHead + length)
            return {};
        chunks.push_back({bytes.first(4).toByteArray(), bytes.sliced(kHead, length).toByteArray()});
        bytes = bytes.sliced(kHead + length);
    }
    return chunks;
}

// nullopt = the chunk says nothing that can be used; an empty profile = it says sRGB.
std::optional<QByteArray> fromCicp(QByteArrayView cicp) {
    constexpr quint8 kBt709 = 1, kSrgb = 13;
    if (cicp.size() != 4 || cicp[2] != 0)
        return std::nullopt;
    const auto primaries = static_cast<quint8>(cicp[0]), transfer = static_cast<quint8>(cicp[1]);
    const bool fullRange = cicp[3] != 0;
    if (primaries == kBt709 && transfer == kSrgb && fullRange)
        return QByteArray();
    const std::optional<Chromaticities> points = primariesOf(primaries);
    const ToneCurve curve = transferCurve(transfer, fullRange);
    if (!points || !curve)
        return std::nullopt;
    return makeRgbProfile(*points, curve.get(), "The PNG's cICP", packed({{"cICP", cicp.toByteArray()}}));
}

std::optional<double> powerIn(QByteArrayView gama) {
    if (gama.size() != 4)
        return std::nullopt;
    const quint32 gamma = numberAt(gama, 0);
    return gamma < kMinGamma || gamma > kMaxGamma ? std::nullopt : std::optional(kUnit / gamma);
}

std::optional<Chromaticities> pointsIn(QByteArrayView chrm) {
    if (chrm.size() != 32)
        return std::nullopt;
    const auto at = [&](int i) {
        return point(numberAt(chrm, 2 * i) / kUnit, numberAt(chrm, 2 * i + 1) / kUnit);
    };
    const Chromaticities points{at(0), {at(1), at(2), at(3)}};
    for (const cmsCIExyY& p :
         {points.white, points.primaries.Red, points.primaries.Green, points.primaries.Blue})
        if (p.x > 1 || p.y > 1 || p.x + p.y > 1.001)
            return std::nullopt;
    // A triangle with the white in it, so that white is made of all three.
    const auto side = [&](const cmsCIExyY& a, const cmsCIExyY& b) {
        return (b.x - a.x) * (points.white.y - a.y) - (b.y - a.y) * (points.white.x - a.x);
    };
    const auto& [red, green, blue] = points.primaries;
    constexpr double kThin = 1e-4;
    const double areas[] = {side(red, green), side(green, blue), side(blue, red)};
    const bool holdsWhite = std::ranges::all_of(areas, [](double a) { return a > kThin; }) ||
                            std::ranges::all_of(areas, [](double a) { return a < -kThin; });
    return holdsWhite && points.white.y > 0 ? std::optional(points) : std::nullopt;
}

bool saysSrgb(QByteArrayView chrm) {
    constexpr quint32 kSrgb[] = {31270, 32900, 64000, 33000, 30000, 60000, 15000, 6000};
    for (int i = 0; i < 8; ++i)
        if (std::abs(int(numberAt(chrm, i)) - int(kSrgb[i])) > 10)
            return false;
    return true;
}

std::optional<QByteArray> fromGammaAndPrimaries(QByteArrayView gama, QByteArrayView chrm) {
    const std::optional<double> power = powerIn(gama);
    const std::optional<Chromaticities> points = pointsIn(chrm);
    if (!power && (!points || saysSrgb(chrm)))
        return points ? std::optional(QByteArray()) : std::nullopt;
    std::vector<PngColourChunk> kept;
    if (power)
        kept.push_back({"gAMA", gama.toByteArray()});
    if (points)
        kept.push_back({"cHRM", chrm.toByteArray()});
    const ToneCurve curve = powerCurve(power.value_or(0));
    return makeRgbProfile(points.value_or(srgbChromaticities()), curve.get(), "The PNG's gAMA and cHRM",
                          packed(kept));
}

QByteArrayView dataOf(const std::vector<PngColourChunk>& chunks, const char* type) {
    for (const PngColourChunk& chunk : chunks)
        if (chunk.type == type)
            return chunk.data;
    return {};
}

} // namespace

QByteArray profileOfPng(const PngInput& chunks, SourceColour colour, QStringList& warnings) {
    const auto warn = [&](const char* type) {
        warnings += QStringLiteral("What the PNG says about its colours in %1 cannot be used, and is ignored")
                        .arg(QLatin1String(type));
    };
    if (!chunks.cicp.isNull()) {
        if (const auto profile = fromCicp(chunks.cicp))
            return *profile;
        warn("cICP");
    }
    if (!chunks.iccp.isNull()) {
        if (const auto icc = profileIn(chunks.iccp)) {
            if (const QByteArray profile = profileForRgb(*icc, colour, warnings); !profile.isEmpty())
                return profile;
        } else {
            warn("iCCP");
        }
    }
    if (chunks.srgb.size() == 1)
        return {};
    if (!chunks.gama.isNull() && !powerIn(chunks.gama))
        warn("gAMA");
    if (!chunks.chrm.isNull() && !pointsIn(chunks.chrm))
        warn("cHRM");
    return fromGammaAndPrimaries(chunks.gama, chunks.chrm).value_or(QByteArray());
}

PngColour pngColourOf(const QByteArray& icc) {
    const std::vector<PngColourChunk> chunks = unpacked(originOf(icc));
    const QByteArrayView cicp = dataOf(chunks, "cICP");
    // The tag may be from anyone: it counts if this very profile is what it stands for.
    const auto profile = cicp.isNull() ? fromGammaAndPrimaries(dataOf(chunks, "gAMA"), dataOf(chunks, "cHRM"))
                                       : fromCicp(cicp);
    if (chunks.empty() || !profile || *profile != icc)
        return {};
    return {chunks, !cicp.isNull()}; // few read cICP yet: they have the profile
}

} // namespace nb::image
