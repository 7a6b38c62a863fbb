#include "core/telemetry/descriptor_sink.h"
#include "tests/support/test_main.h"

#include <QTemporaryFile>
#include <QTest>
#include <array>
#include <fcntl.h>
#include <spdlog/details/log_msg.h>
#include <string>
#include <unistd.h>

using namespace nb;

namespace {

void write(log::DescriptorSink& sink, const std::string& text) {
    sink.log(spdlog::details::log_msg("test", spdlog::level::info, text));
}

} // namespace

class TestDescriptorSink : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void writesLinesLongerThanAPipeTakesAtOnce() {
        QTemporaryFile file;
        QVERIFY(file.open());
        log::DescriptorSink sink(file.handle());
        const std::string longText(200000, 'x');
        write(sink, longText);
        write(sink, "second");
        file.seek(0);
        QCOMPARE(file.readAll(), QByteArray::fromStdString(longText + "\nsecond\n"));
        QCOMPARE(sink.lost(), quint64(0));
    }

    void givesUpOnAFullPipe() {
        std::array<int, 2> ends{};
        QCOMPARE(::pipe(ends.data()), 0);
        log::DescriptorSink sink(ends[1]);
        sink.giveUpAfter(std::chrono::milliseconds(100));
        write(sink, std::string(1 << 20, 'x')); // sixteen times what a pipe holds
        write(sink, "next");
        QCOMPARE(sink.lost(), quint64(2));
        ::close(ends[0]);
        ::close(ends[1]);
    }

    void countsWhatAClosedDescriptorDoesNotTake() {
        const int gone = ::open("/dev/null", O_WRONLY);
        ::close(gone);
        log::DescriptorSink closed(gone);
        write(closed, "x");
        QCOMPARE(closed.lost(), quint64(1));
        const int readOnly = ::open("/dev/null", O_RDONLY);
        log::DescriptorSink unwritable(readOnly);
        write(unwritable, "x");
        QCOMPARE(unwritable.lost(), quint64(1));
        ::close(readOnly);
    }

    void fullDiskLosesLinesOnly() {
        const int full = ::open("/dev/full", O_WRONLY);
        if (full < 0)
            QSKIP("no /dev/full here");
        log::DescriptorSink sink(full);
        write(sink, "x");
        QCOMPARE(sink.lost(), quint64(1));
        ::close(full);
    }
};

NB_TEST(TestDescriptorSink)
#include "tst_descriptor_sink.moc"
