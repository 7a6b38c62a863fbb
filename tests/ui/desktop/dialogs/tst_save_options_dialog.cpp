#include "ui/desktop/dialogs/save_options_dialog.h"

#include "core/base/worker_pool.h"
#include "tests/support/held_pool.h"
#include "tests/support/settle.h"
#include "tests/support/test_main.h"
#include "ui/desktop/files/estimated_size.h"
#include <QComboBox>
#include <QLabel>
#include <QSlider>
#include <QSpinBox>
#include <QTest>
#include <opencv2/imgproc.hpp>

using namespace nb;
using namespace nb::desktop;
using namespace nb::test;

namespace {

// Soft shapes under a little noise, alike everywhere: as a photograph to an encoder.
image::Picture photograph(int type, cv::Size size) {
    cv::RNG random(1);
    cv::Mat coarse(size / 16, CV_8UC3), fine(size, CV_8UC3), pixels;
    random.fill(coarse, cv::RNG::UNIFORM, 0, 240);
    random.fill(fine, cv::RNG::UNIFORM, 0, 6);
    cv::resize(coarse, pixels, size, 0, 0, cv::INTER_CUBIC);
    pixels += fine;
    if (CV_MAT_CN(type) == 4)
        cv::cvtColor(pixels, pixels, cv::COLOR_RGB2RGBA);
    pixels.convertTo(pixels, CV_MAT_DEPTH(type), CV_MAT_DEPTH(type) == CV_16U ? 257 : 1);
    return {pixels, {}};
}

} // namespace

class TestSaveOptionsDialog : public QObject {
    Q_OBJECT

    WorkerPool m_pool{1};

    static QLabel* labelWith(const SaveOptionsDialog& dialog, const QString& text) {
        for (QLabel* label : dialog.findChildren<QLabel*>())
            if (label->text().contains(text))
                return label;
        return nullptr;
    }

private Q_SLOTS:
    void theEstimateIsNearTheFile_data() {
        QTest::addColumn<SaveFormat>("format");
        QTest::newRow("PNG") << SaveFormat::Png;
        QTest::newRow("JPEG") << SaveFormat::Jpeg;
        QTest::newRow("WebP") << SaveFormat::WebP;
        QTest::newRow("TIFF") << SaveFormat::Tiff;
    }
    void theEstimateIsNearTheFile() {
        QFETCH(SaveFormat, format);
        for (const cv::Size size : {cv::Size(2000, 1504), cv::Size(300, 200), cv::Size(900000, 2)}) {
            if (size.height == 2 && format != SaveFormat::Png)
                continue;
            const image::Picture picture = size.height > 2
                                               ? photograph(CV_8UC3, size)
                                               : image::Picture{cv::Mat(size, CV_8UC3, cv::Scalar(1)), {}};
            const auto real = double(encodePicture(picture, {format, 80})->size());
            const auto estimate = double(*estimatedBytes(picture, {format, 80}));
            QVERIFY2(std::abs(estimate / real - 1) < 0.2, qPrintable(QString::number(estimate / real)));
        }
        QVERIFY(!estimatedBytes({}, {format}));
    }

    void qualityIsAskedWhereThereIsOne() {
        SaveOptionsDialog dialog(photograph(CV_16UC4, {640, 480}), {SaveFormat::Png, 77},
                                 SaveOptionsDialog::Format::Free, m_pool);
        auto* format = dialog.findChild<QComboBox*>();
        auto* slider = dialog.findChild<QSlider*>();
        QVERIFY(!slider->isEnabled());
        QTRY_VERIFY(labelWith(dialog, QStringLiteral("about")));
        format->setCurrentText(QStringLiteral("JPEG"));
        QVERIFY(slider->isEnabled());
        QVERIFY(labelWith(dialog, QStringLiteral("transparency")));
        QVERIFY(!labelWith(dialog, QStringLiteral("about"))); // it was of the PNG
        dialog.findChild<QSpinBox*>()->setValue(31);
        QCOMPARE(slider->value(), 31);
        QCOMPARE(dialog.options().format, SaveFormat::Jpeg);
        QCOMPARE(dialog.options().quality, 31);
        QTRY_VERIFY(labelWith(dialog, QStringLiteral("about")));
    }

    void aNameHasDecidedTheFormat() {
        const SaveOptionsDialog dialog(photograph(CV_8UC3, {64, 48}), {SaveFormat::WebP, 50},
                                       SaveOptionsDialog::Format::Fixed, m_pool);
        QVERIFY(!dialog.findChild<QComboBox*>()->isEnabled());
        QCOMPARE(dialog.options().format, SaveFormat::WebP);
        QCOMPARE(dialog.options().quality, 50);
    }

    void itMayBeClosedWhileItEstimates() {
        const image::Picture picture = photograph(CV_8UC3, {200, 150});
        const auto holders = [&picture] { return picture.pixels.u->refcount; };
        HeldPool held(m_pool);
        auto dialog = std::make_unique<SaveOptionsDialog>(picture, SaveOptions{SaveFormat::WebP, 90},
                                                          SaveOptionsDialog::Format::Fixed, m_pool);
        const int before = holders();
        QTRY_VERIFY_WITH_TIMEOUT(holders() > before, 60'000); // the estimate has been asked for
        dialog.reset();
        held.release();
        QVERIFY(settle(m_pool));
        QCOMPARE(holders(), 1); // it was made and let go, and nobody was told
    }
};

NB_TEST_WIDGETS(TestSaveOptionsDialog)
#include "tst_save_options_dialog.moc"
