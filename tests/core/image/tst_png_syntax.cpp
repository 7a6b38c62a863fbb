#include "core/image/png_syntax.h"

#include "tests/support/test_main.h"
#include <QTest>

using namespace nb::image;

class TestPngSyntax : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // The last chunk of every PNG file, as the specification prints it.
    void writesAChunk() {
        QCOMPARE(pngChunk("IEND", {}), QByteArray::fromHex("0000000049454e44ae426082"));
        QCOMPARE(pngChunk("tEXt", "a").size(), 13);
    }

    void readsChunkByChunk() {
        const QByteArray text = pngChunk("tEXt", "key"), end = pngChunk("IEND", {});
        const QByteArray file = kPngSignature.toByteArray() + text + end + "behind";
        PngChunkReader reader(file);
        const auto first = reader.next();
        QVERIFY(first);
        QCOMPARE(first->type.toByteArray(), QByteArray("tEXt"));
        QCOMPARE(first->data.toByteArray(), QByteArray("key"));
        QCOMPARE(first->whole.toByteArray(), text);
        QVERIFY(first->isIntact() && !first->isCritical());
        const auto second = reader.next();
        QVERIFY(second && second->isCritical() && second->data.isEmpty());
        QVERIFY(!reader.next());
        QCOMPARE(reader.rest().toByteArray(), QByteArray("behind"));
        QVERIFY(reader.unfinishedType().isEmpty());
    }

    void aWrongBitIsSeen() {
        QByteArray text = pngChunk("tEXt", "key");
        for (qsizetype at = 4; at < text.size(); ++at) { // type, data and checksum
            QByteArray wrong = kPngSignature.toByteArray() + text;
            wrong[kPngSignature.size() + at] = char(wrong[kPngSignature.size() + at] ^ 2);
            PngChunkReader reader(wrong);
            const auto chunk = reader.next();
            QVERIFY(!chunk || !chunk->isIntact());
        }
    }

    void stopsAtWhatIsNoWholeChunk() {
        const QByteArray file = kPngSignature.toByteArray() + pngChunk("IDAT", QByteArray(100, 'x'));
        for (qsizetype length = 0; length < file.size(); ++length) {
            PngChunkReader reader(QByteArrayView(file).first(length));
            QVERIFY(!reader.next());
            const bool isNamed = length >= kPngSignature.size() + 12;
            QCOMPARE(reader.unfinishedType().toByteArray(), isNamed ? QByteArray("IDAT") : QByteArray());
        }
        QByteArray huge = file;
        huge.replace(8, 4, QByteArray::fromHex("ffffffff"));
        QVERIFY(!PngChunkReader(huge).next());
    }
};

NB_TEST(TestPngSyntax)
#include "tst_png_syntax.moc"
