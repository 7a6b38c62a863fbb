#include "core/project/open_raster_parts.h"

#include "tests/support/test_main.h"
#include <QJsonDocument>
#include <QTest>
#include <QXmlStreamReader>

using namespace nb;
using namespace nb::project::ora;

class TestOpenRasterParts : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aStackListsItsLayersFromTheTop() {
        const QByteArray xml =
            stackXml({30, 20}, {{QStringLiteral("a \"&<\x01"), QStringLiteral("data/a.png"), {3, 4}, false},
                                {QStringLiteral("b"), QStringLiteral("data/b.png"), {}, true}});
        QXmlStreamReader reader(xml);
        QList<QXmlStreamAttributes> layers;
        while (!reader.atEnd())
            if (reader.readNext() == QXmlStreamReader::StartElement &&
                reader.name() == QLatin1String("layer"))
                layers += reader.attributes();
        QVERIFY2(!reader.hasError(), qPrintable(reader.errorString()));
        QCOMPARE(layers.size(), 2);
        const auto value = [&](int layer, const char* key) {
            return layers[layer].value(QLatin1String(key)).toString();
        };
        QCOMPARE(value(0, "name"), QStringLiteral("a \"&<")); // XML has no way to write the control character
        QCOMPARE(value(0, "src"), QStringLiteral("data/a.png"));
        QCOMPARE(value(0, "x") + value(0, "y"), QStringLiteral("34"));
        QCOMPARE(value(0, "visibility"), QStringLiteral("hidden"));
        QCOMPARE(value(1, "visibility"), QStringLiteral("visible"));
        QCOMPARE(*stackSize(xml), QSize(30, 20));
    }

    void aStackWithoutASizeIsDamaged() {
        for (const char* xml : {"", "text", "<stack w=\"1\" h=\"1\"/>", "<image w=\"0\" h=\"1\"/>",
                                "<image w=\"1\"/>", "<image w=\"1\" h=\"1\">"})
            QVERIFY2(stackSize(xml).error().code == ErrorCode::UnreadableImage, xml);
    }

    void editsComeBack() {
        Edits edits{QStringLiteral("data/base.png"), QStringLiteral("data/mask.png"), {5, 6}, {}};
        project::LayerInfo info;
        info.seed = 7;
        edits.results.push_back(
            {QStringLiteral("1"), QStringLiteral("a"), QStringLiteral("r.png"), {3, 4}, {}, info});
        edits.results.push_back(
            {QStringLiteral("2"), {}, QStringLiteral("s.png"), {}, QStringLiteral("m.png"), {}});
        const auto back = editsFromJson(toJson(edits));
        QVERIFY(back);
        QCOMPARE(back->baseFile, edits.baseFile);
        QCOMPARE(back->maskFile, edits.maskFile);
        QCOMPARE(back->maskAt, QPoint(5, 6));
        QCOMPARE(back->results.size(), size_t(2));
        QCOMPARE(back->results[0].at, QPoint(3, 4));
        QCOMPARE(back->results[0].info.seed, std::optional(7));
        QVERIFY(back->results[0].maskFile.isEmpty());
        QCOMPARE(back->results[1].maskFile, QStringLiteral("m.png"));
    }

    void theKeysOfAResultAreThePublishedOnes() {
        Edits edits{QStringLiteral("b"), {}, {}, {}};
        edits.results.push_back(
            {QStringLiteral("1"), QStringLiteral("a"), QStringLiteral("r.png"), {3, 4}, {}, {}});
        const QJsonObject json = QJsonDocument::fromJson(toJson(edits)).object();
        QCOMPARE(json.keys(),
                 (QStringList{QStringLiteral("base"), QStringLiteral("results"), QStringLiteral("version")}));
        const QJsonObject result = json[QStringLiteral("results")][0].toObject();
        QCOMPARE(result.keys(),
                 (QStringList{QStringLiteral("about"), QStringLiteral("file"), QStringLiteral("id"),
                              QStringLiteral("name"), QStringLiteral("x"), QStringLiteral("y")}));
    }
};

NB_TEST(TestOpenRasterParts)
#include "tst_open_raster_parts.moc"
