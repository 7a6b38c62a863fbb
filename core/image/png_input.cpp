#include "core/image/png_input.h"

#include "core/image/png_syntax.h"
#include <algorithm>
#include <map>
#include <optional>

namespace nb::image {
namespace {

constexpr qsizetype kBitDepthAt = 8, kColourTypeAt = 9; // in IHDR
constexpr size_t kMaxNamedTypes = 8;
// IEND with its checksum: the file's own may be missing.
constexpr QByteArrayView kEnd("\0\0\0\0IEND\xae\x42\x60\x82", 12);

constexpr int kGrey = 0, kPalette = 3, kGreyAlpha = 4, kRgba = 6; // colour types

class Sorter {
public:
    explicit Sorter(QByteArrayView bytes) : m_bytes(bytes), m_reader(bytes) {}

    PngInput run() {
        add(m_bytes.first(std::min(kPngSignature.size(), m_bytes.size())));
        while (const std::optional<PngChunk> chunk = m_reader.next())
            if (chunk->type == "IEND") {
                m_sawEnd = true;
                break;
            } else {
                take(*chunk);
            }
        finish();
        return std::move(m_out);
    }

private:
    enum class At { Header, BeforeSamples, Samples, AfterSamples };

    // Pieces that follow each other in the file become one.
    void add(QByteArrayView piece) {
        auto& pieces = m_out.forSamples;
        if (!pieces.empty() && pieces.back().data() + pieces.back().size() == piece.data())
            pieces.back() = {pieces.back().data(), pieces.back().size() + piece.size()};
        else
            pieces.push_back(piece);
    }

    void take(const PngChunk& chunk) {
        if (m_where == At::Samples && chunk.type != "IDAT")
            m_where = At::AfterSamples;
        if (m_where == At::Header) {
            takeFirst(chunk);
            return;
        }
        if (chunk.type == "IDAT")
            takeSamples(chunk);
        else if (chunk.type == "IHDR")
            add(chunk.whole); // a second one: libspng refuses it
        else if (chunk.type == "PLTE")
            takePalette(chunk);
        else if (chunk.type == "tRNS")
            takeTransparency(chunk);
        else if (chunk.isCritical())
            refuse(QStringLiteral("The PNG needs a decoder that knows its chunk '%1'").arg(nameOf(chunk)));
        else if (!chunk.isIntact())
            countIn(m_damaged, chunk);
        else
            takeMetadata(chunk);
    }

    void takeFirst(const PngChunk& chunk) {
        m_where = At::BeforeSamples;
        if (chunk.type == "CgBI")
            refuse(QStringLiteral("This is Apple's own variant of PNG (CgBI), which is not supported"));
        add(chunk.whole);
        if (chunk.type == "IHDR" && chunk.data.size() > kColourTypeAt)
            m_colourType = chunk.data[kColourTypeAt];
        if (chunk.type == "IHDR" && chunk.data.size() > kBitDepthAt)
            m_bitDepth = std::clamp<int>(chunk.data[kBitDepthAt], 1, 16);
    }

    void takeSamples(const PngChunk& chunk) {
        if (m_where == At::AfterSamples) {
            countIn(m_misplaced, chunk);
            return;
        }
        m_where = At::Samples;
        add(chunk.whole);
    }

    // Needed with palette pictures only; elsewhere it is a suggestion for screens with few colours.
    void takePalette(const PngChunk& chunk) {
        if (m_colourType != kPalette)
            return;
        constexpr qsizetype kEntryBytes = 3;
        const qsizetype mostBytes = kEntryBytes << m_bitDepth;
        const bool isTooLong = m_bitDepth < 8 && chunk.data.size() > mostBytes && chunk.isIntact();
        // The first one counts. libspng would take a second, and of the first what that one leaves out.
        if (m_where == At::BeforeSamples && !m_sawPalette)
            add(isTooLong ? cutPalette(chunk, mostBytes) : chunk.whole);
        else
            countIn(m_misplaced, chunk);
        m_sawPalette = true;
    }

    QByteArrayView cutPalette(const PngChunk& chunk, qsizetype bytes) {
        m_out.cutPalette = pngChunk(chunk.type, chunk.data.first(bytes));
        return m_out.cutPalette;
    }

    // It changes what is selected if it is in a mask: a damaged one is left to libspng, which refuses the
    // file.
    void takeTransparency(const PngChunk& chunk) {
        const bool fits = m_where == At::BeforeSamples && !m_sawTransparency && m_colourType != kGreyAlpha &&
                          m_colourType != kRgba && (m_colourType != kPalette || m_sawPalette);
        if (!fits) {
            countIn(m_misplaced, chunk);
            return;
        }
        m_sawTransparency = true;
        add(chunk.whole);
    }

    // Text is skipped: none of it is kept.
    void takeMetadata(const PngChunk& chunk) {
        if (chunk.type == "eXIf") {
            keep(chunk, m_out.exif);
            return;
        }
        m_isAnimation = m_isAnimation || chunk.type == "acTL";
        const struct {
            const char* type;
            QByteArrayView PngInput::*place;
        } colours[] = {{"cICP", &PngInput::cicp},
                       {"iCCP", &PngInput::iccp},
                       {"sRGB", &PngInput::srgb},
                       {"gAMA", &PngInput::gama},
                       {"cHRM", &PngInput::chrm}};
        for (const auto& [type, place] : colours)
            if (chunk.type == type) {
                if (m_where == At::BeforeSamples)
                    keep(chunk, m_out.*place);
                else
                    countIn(m_misplaced, chunk);
            }
    }

    // The first one counts.
    void keep(const PngChunk& chunk, QByteArrayView& place) {
        if (place.isNull())
            place = chunk.data;
        else
            countIn(m_misplaced, chunk);
    }

    void refuse(const QString& why) {
        if (m_out.refusal.isEmpty())
            m_out.refusal = why;
    }

    // Bounded: a hostile file has any number of them.
    static void countIn(std::map<QByteArray, int>& counts, const PngChunk& chunk) {
        const QByteArray type = chunk.type.toByteArray();
        if (counts.size() <= kMaxNamedTypes || counts.contains(type))
            ++counts[type];
    }

    static QString nameOf(const PngChunk& chunk) { return QString::fromLatin1(chunk.type); }

    void finish() {
        // Whatever stands where the chunks end, more samples would follow only if it is IDAT.
        m_out.endsEarly = m_where < At::Samples || (!m_sawEnd && m_reader.unfinishedType() == "IDAT");
        if (!m_out.endsEarly)
            m_out.forSamples.push_back(kEnd);
        if (m_isAnimation)
            m_out.warnings += QStringLiteral("The PNG is an animation: only its first picture is used");
        if (!m_sawEnd && !m_out.endsEarly)
            m_out.warnings += QStringLiteral("The PNG has no proper end, but all of its pixels");
        addWarning(QStringLiteral("Chunks of the PNG with a wrong checksum were left out: %1"), m_damaged);
        addWarning(
            QStringLiteral("Chunks of the PNG that are repeated or in a wrong place were left out: %1"),
            m_misplaced);
    }

    void addWarning(const QString& sentence, const std::map<QByteArray, int>& counts) {
        if (counts.empty())
            return;
        QStringList names;
        for (const auto& [type, count] : counts) {
            if (names.size() == kMaxNamedTypes) {
                names += QStringLiteral("…");
                break;
            }
            const QString name = QString::fromLatin1(type);
            names += count == 1 ? name : QStringLiteral("%1 (%2 times)").arg(name, QString::number(count));
        }
        m_out.warnings += sentence.arg(names.join(QStringLiteral(", ")));
    }

    QByteArrayView m_bytes;
    PngChunkReader m_reader;
    At m_where = At::Header;
    int m_colourType = kGrey;
    int m_bitDepth = 8;
    bool m_sawPalette = false;
    bool m_sawTransparency = false;
    bool m_sawEnd = false;
    bool m_isAnimation = false;
    std::map<QByteArray, int> m_damaged;
    std::map<QByteArray, int> m_misplaced;
    PngInput m_out;
};

} // namespace

PngInput readPngInput(QByteArrayView bytes) {
    return Sorter(bytes).run();
}

} // namespace nb::image
