#include "core/image/jpeg_layout.h"

#include <QtEndian>
#include <algorithm>
#include <cstring>
#include <optional>
#include <set>

namespace nb::image {
namespace {

enum Marker : quint8 {
    Tem = 0x01,
    Sof0 = 0xC0,
    Dht = 0xC4,
    Jpg = 0xC8,
    Dac = 0xCC,
    SofLast = 0xCF,
    Rst0 = 0xD0,
    Rst7 = 0xD7,
    Soi = 0xD8,
    Eoi = 0xD9,
    Sos = 0xDA,
    App2 = 0xE2,
    SofJpegLs = 0xF7,
};

bool isFrame(quint8 marker) {
    return (marker >= Sof0 && marker <= SofLast && marker != Dht && marker != Jpg && marker != Dac) ||
           marker == SofJpegLs;
}

QString unsupported(const QString& what) {
    return what + QStringLiteral(", which is not supported: convert it to an ordinary JPEG or to PNG");
}

// ITU-T T.81, table B.1.
QString refusalOf(quint8 frame, int bits, int height) {
    if (frame == SofJpegLs)
        return unsupported(QStringLiteral("This is a JPEG-LS"));
    const bool isDifferential = (frame & 4) != 0, isLossless = (frame & 3) == 3;
    if (isDifferential)
        return unsupported(QStringLiteral("This JPEG is hierarchical"));
    if (isLossless)
        return unsupported(QStringLiteral("This JPEG is lossless"));
    if (bits != 8)
        return unsupported(QStringLiteral("This JPEG has %1 bits a sample").arg(bits));
    if (height == 0)
        return unsupported(QStringLiteral("This JPEG says its height behind its pixels (DNL)"));
    return {};
}

class Walker {
public:
    explicit Walker(QByteArrayView bytes) : m_bytes(bytes) {}

    JpegLayout run() {
        while (const std::optional<quint8> marker = nextMarker()) {
            m_out.hasEndMarker = *marker == Eoi;
            if (m_out.hasEndMarker || !step(*marker))
                break;
        }
        m_out.end = m_at;
        m_out.hasAllScans = !m_components.empty() && std::ranges::includes(m_scanned, m_components);
        return m_out;
    }

private:
    // The marker before m_at; what is no marker is skipped, as libjpeg does.
    std::optional<quint8> nextMarker() {
        while (m_at < m_bytes.size()) {
            const auto* from = m_bytes.data() + m_at;
            const auto* found =
                static_cast<const char*>(std::memchr(from, 0xFF, static_cast<size_t>(m_bytes.size() - m_at)));
            m_at = found ? found - m_bytes.data() + 1 : m_bytes.size();
            while (m_at < m_bytes.size() && static_cast<quint8>(m_bytes[m_at]) == 0xFF)
                ++m_at; // fill bytes
            if (m_at < m_bytes.size() && m_bytes[m_at] != 0)
                return static_cast<quint8>(m_bytes[m_at++]);
        }
        return std::nullopt;
    }

    // False at what is no part of this picture.
    bool step(quint8 marker) {
        const qsizetype markerAt = m_at - 2;
        if ((marker >= Rst0 && marker <= Rst7) || marker == Tem || (marker == Soi && markerAt == 0))
            return true;
        const bool isAnother = m_sawScan && (marker == Soi || isFrame(marker));
        const std::optional<QByteArrayView> segment = isAnother ? std::nullopt : readSegment();
        if (!segment) {
            m_at =
                m_sawScan ? markerAt : m_bytes.size(); // before the samples libjpeg is to say what is wrong
            return false;
        }
        if (isFrame(marker) && m_components.empty())
            readFrame(marker, *segment);
        constexpr QByteArrayView kMultiPicture("MPF\0", 4);
        if (marker == App2 && segment->startsWith(kMultiPicture))
            m_out.multiPicture = segment->sliced(kMultiPicture.size());
        if (marker == Sos) {
            m_sawScan = true;
            readScan(*segment);
        }
        return true;
    }

    std::optional<QByteArrayView> readSegment() {
        constexpr qsizetype kLengthBytes = 2;
        if (m_bytes.size() - m_at < kLengthBytes)
            return std::nullopt;
        const qsizetype length = qFromBigEndian<quint16>(m_bytes.data() + m_at);
        if (length < kLengthBytes || m_bytes.size() - m_at < length)
            return std::nullopt;
        const QByteArrayView segment = m_bytes.sliced(m_at + kLengthBytes, length - kLengthBytes);
        m_at += length;
        return segment;
    }

    void readFrame(quint8 marker, QByteArrayView segment) {
        constexpr qsizetype kFixedBytes = 6; // precision, height, width, components
        if (segment.size() < kFixedBytes)
            return;
        m_out.refusal =
            refusalOf(marker, static_cast<quint8>(segment[0]), qFromBigEndian<quint16>(segment.data() + 1));
        m_out.isArithmetic = marker != SofJpegLs && (marker & 8) != 0;
        constexpr qsizetype kComponentBytes = 3;
        for (qsizetype at = kFixedBytes; at < segment.size(); at += kComponentBytes)
            m_components.insert(static_cast<quint8>(segment[at]));
    }

    void readScan(QByteArrayView segment) {
        const qsizetype count = segment.isEmpty() ? 0 : static_cast<quint8>(segment[0]);
        for (qsizetype i = 0; i < count && 1 + 2 * i < segment.size(); ++i)
            m_scanned.insert(static_cast<quint8>(segment[1 + 2 * i]));
    }

    QByteArrayView m_bytes;
    qsizetype m_at = 0;
    bool m_sawScan = false;
    std::set<quint8> m_components; // their names; a few writers give several the same
    std::set<quint8> m_scanned;
    JpegLayout m_out;
};

} // namespace

JpegLayout layoutOfJpeg(QByteArrayView bytes) {
    return Walker(bytes).run();
}

} // namespace nb::image
