#include "core/journal/edit_record.h"

#include "core/image/decode.h"
#include "core/image/encode.h"
#include "tests/support/test_main.h"
#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>
#include <opencv2/core.hpp>

using namespace nb;
using namespace nb::journal;
using namespace nb::storage;

namespace {

image::Picture picture(int value) {
    return {cv::Mat(30, 40, CV_16UC3, cv::Scalar::all(value)), {"icc", {}}};
}

mask::Mask selected() {
    mask::Mask mask{cv::Mat(30, 40, CV_8UC1, cv::Scalar(0))};
    mask.pixels(cv::Rect(10, 12, 5, 6)) = 255;
    return mask;
}

cv::Mat samplesIn(const QString& file) {
    QFile opened(file);
    if (!opened.open(QIODevice::ReadOnly))
        return {};
    return image::decode(opened.readAll(), {})->picture.pixels;
}

} // namespace

class TestEditRecord : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::unique_ptr<Journal> m_journal;
    int m_count = 0;

    EntryId begun(const edit::Parameters& parameters) {
        const RecordedInput input = *recordedInput(QStringLiteral("p.png"), picture(7), selected());
        return *beginEdit(*m_journal, input, selected(), parameters, QStringLiteral("e"), {.maxSide = 2048});
    }
    Entry entry(EntryId id) { return (*m_journal->entries())[size_t(id - 1)]; }

private Q_SLOTS:
    void init() { m_journal = *Journal::open(m_folder.filePath(QString::number(m_count++))); }

    void theInputAndThePlanOfTheGrownSelectionAreThere() {
        edit::Parameters parameters{.prompt = QStringLiteral("x")};
        parameters.context = QRect(8, 8, 2, 2);
        parameters.growPx = 3;
        const Entry made = entry(begun(parameters));
        QCOMPARE(cv::norm(samplesIn(m_journal->path(made.picture)), picture(7).pixels, cv::NORM_INF), 0.0);
        const QJsonArray rect = QJsonDocument::fromJson(made.plan)
                                    .object()[QStringLiteral("regions")][0][QStringLiteral("rect")]
                                    .toArray();
        // The selection is 10 to 14 by 12 to 17, grown by 3; the context adds 8.
        QCOMPARE(rect, (QJsonArray{7, 8, 11, 13}));
    }

    void theResultIsEncodedUnlessItHasBeen() {
        const EntryId first = begun({.prompt = QStringLiteral("x")}),
                      second = begun({.prompt = QStringLiteral("y")});
        edit::Edited edited;
        edited.picture = picture(500);
        QVERIFY(endEdit(*m_journal, first, edited));
        QCOMPARE(cv::norm(samplesIn(m_journal->path(entry(first).result)), picture(500).pixels, cv::NORM_INF),
                 0.0);
        QVERIFY(endEdit(*m_journal, second, edited, *image::encodePng(picture(600))));
        QCOMPARE(
            cv::norm(samplesIn(m_journal->path(entry(second).result)), picture(600).pixels, cv::NORM_INF),
            0.0);
        QVERIFY(!entry(second).report.isEmpty());
    }

    void aFailureIsKeptWithItsAnswers() {
        const EntryId id = begun({.prompt = QStringLiteral("x")});
        keptAnswers(*m_journal, id).keep(0, picture(9));
        QVERIFY(endEdit(*m_journal, id, Error{ErrorCode::ProviderUnavailable, QStringLiteral("no")}));
        QCOMPARE(entry(id).state, EntryState::Failed);
        QCOMPARE(cv::norm(samplesIn(m_journal->answers(id).value(0)), picture(9).pixels, cv::NORM_INF), 0.0);
    }

    void anAnswerThatCannotBeKeptIsTold() {
        const auto trouble = std::make_shared<QString>();
        keptAnswers(*m_journal, 99, trouble).keep(0, picture(9)); // there is no such entry
        QVERIFY(!trouble->isEmpty());
    }
};

NB_TEST(TestEditRecord)
#include "tst_edit_record.moc"
