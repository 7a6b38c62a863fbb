// The proof that no large allocation of an edit is unchecked: one whole edit through the server for each of
// them, in which this one fails, or it and all after it. Each answers 200 with the very bytes that an edit
// with enough memory answers, or 503; never that the input is at fault, never an internal error, and the
// process lives. By default some of them, chosen by a seed; all with NB_EVERY_ALLOCATION=1, which takes
// longer than Qt Test allows a function by default (make test-allocations).

#include "core/base/worker_pool.h"
#include "core/image/encode.h"
#include "core/image/icc.h"
#include "core/providers/registry.h"
#include "core/server/api/server.h"
#include "tests/integration/memory/failing_malloc.h"
#include "tests/support/fake_nanobanana.h"
#include "tests/support/scene.h"
#include "tests/support/test_main.h"
#include "tests/support/test_seed.h"
#include <QTest>
#include <QThread>
#include <arpa/inet.h>
#include <netinet/in.h>
#include <opencv2/core.hpp>
#include <opencv2/core/utility.hpp>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

using namespace nb;
using namespace nb::test;

namespace {

constexpr int kHangLimitMs = 100'000;
// The mask already is a large allocation, and an answer's base64 one for an event loop.
constexpr int kSide = 448;
constexpr qsizetype kPaddingBytes = 600 * 1024; // makes the body one for an event loop

struct Response {
    int status = 0;
    bool hasRetryAfter = false;
    QByteArray body;
};

// A blocking client for a thread of its own.
Response ask(quint16 port, const QByteArray& request) {
    const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    QByteArray received;
    if (::connect(socket, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0) {
        for (qsizetype at = 0; at < request.size();) {
            const ssize_t sent =
                ::send(socket, request.constData() + at, size_t(request.size() - at), MSG_NOSIGNAL);
            if (sent <= 0)
                break;
            at += sent;
        }
        std::array<char, 65536> block;
        ssize_t got = 0;
        while ((got = ::recv(socket, block.data(), block.size(), 0)) > 0)
            received.append(block.data(), got);
    }
    ::close(socket);
    const qsizetype headEnd = received.indexOf("\r\n\r\n");
    if (headEnd < 0)
        return {};
    return {received.mid(9, 3).toInt(), received.left(headEnd).toLower().contains("\r\nretry-after:"),
            received.mid(headEnd + 4)};
}

// A fake service on a thread of its own, where everything can be allocated.
class Service {
public:
    explicit Service(AnswerAs as) {
        QObject::connect(&m_thread, &QThread::started, &m_context, [this, as] {
            exemptThisThread();
            m_fake = std::make_unique<FakeNanoBanana>();
            m_fake->setAnswerAs(as);
            Spoiling spoiling;
            spoiling.shiftPx = {3, -2};
            spoiling.gain = {1.05, 0.97, 1};
            spoiling.size = {kSide + 32, kSide + 32};
            m_fake->setSpoiling(spoiling);
            m_url = m_fake->url();
            m_isReady = true;
        });
        m_context.moveToThread(&m_thread);
        m_thread.start();
        if (!QTest::qWaitFor([this] { return m_isReady.load(); }, kHangLimitMs))
            qFatal("the fake service does not start");
    }
    ~Service() {
        QMetaObject::invokeMethod(
            &m_context, [this] { m_fake.reset(); }, Qt::BlockingQueuedConnection);
        m_thread.quit();
        m_thread.wait();
    }
    Service(const Service&) = delete;
    Service& operator=(const Service&) = delete;

    QUrl url() const { return m_url; }
    QString key() const { return QString::fromLatin1(FakeNanoBanana().key()); }

private:
    QThread m_thread;
    QObject m_context;
    std::unique_ptr<FakeNanoBanana> m_fake;
    QUrl m_url;
    std::atomic<bool> m_isReady = false;
};

struct EditServer {
    explicit EditServer(const Service* service) : pool(2) {
        settings.server.host = QStringLiteral("127.0.0.1");
        settings.server.maxInFlight = 2;
        settings.server.queueSize = 4;
        settings.server.queueTimeout = std::chrono::seconds(60);
        settings.server.bodyTimeout = std::chrono::seconds(60);
        settings.image = {true, 10, 2048, 16};
        settings.provider.timeout = std::chrono::seconds(60);
        settings.provider.provider = service ? QStringLiteral("nanobanana") : QStringLiteral("local");
        if (service) {
            settings.provider.url = service->url();
            settings.provider.key = service->key();
        }
        settings.environment = QStringLiteral("development");
        auto made = providers::create(settings.provider, pool);
        if (!made)
            qFatal("%s", qPrintable(made.error().message));
        provider = *std::move(made);
        auto created = server::Server::create(settings, *provider, pool);
        if (!created)
            qFatal("%s", qPrintable(created.error().message));
        server = *std::move(created);
        port = server->listen().value();
        pool.startThreads();
    }

    // While the event loop runs.
    Response edit(const QByteArray& request) const {
        Response reply;
        std::atomic<bool> isOver = false;
        std::jthread client([&] {
            exemptThisThread();
            reply = ask(port, request);
            isOver = true;
        });
        if (!QTest::qWaitFor([&] { return isOver.load(); }, kHangLimitMs))
            qFatal("the server does not answer");
        return reply;
    }

    config::Settings settings;
    WorkerPool pool;
    std::unique_ptr<providers::Provider> provider;
    std::unique_ptr<server::Server> server;
    quint16 port = 0;
};

cv::Mat photo(int type) {
    const cv::Mat rgb = scene({kSide, kSide}, 7);
    cv::Mat out(rgb.size(), type);
    for (int y = 0; y < rgb.rows; ++y)
        for (int x = 0; x < rgb.cols; ++x)
            for (int c = 0; c < out.channels(); ++c) {
                const int value = c < 3 ? rgb.at<cv::Vec3b>(y, x)[c] : 255 - (x + y) % 200;
                if (out.depth() == CV_16U)
                    out.ptr<ushort>(y)[x * out.channels() + c] = ushort(value * 257);
                else
                    out.ptr<uchar>(y)[x * out.channels() + c] = uchar(value);
            }
    return out;
}

QByteArray maskFile() {
    cv::Mat mask(kSide, kSide, CV_8UC1, cv::Scalar(0));
    mask(cv::Rect(190, 200, 24, 20)) = 255;
    return *image::encodeGreyPng(mask);
}

// With colours that are not sRGB's.
QByteArray wideProfile() {
    const auto curve = image::powerCurve(1.8);
    return image::makeRgbProfile({{0.3457, 0.3585, 1}, {{0.73, 0.27, 1}, {0.16, 0.80, 1}, {0.04, 0.01, 1}}},
                                 curve.get(), "wide");
}

QByteArray formRequest(const QByteArray& picture, const QByteArray& mask) {
    const auto file = [](const QByteArray& name, const QByteArray& bytes) {
        return "--B\r\nContent-Disposition: form-data; name=\"" + name + "\"; filename=\"x\"\r\n\r\n" +
               bytes + "\r\n";
    };
    const QByteArray body = file("image", picture) + file("mask", mask) +
                            "--B\r\nContent-Disposition: form-data; name=\"prompt\"\r\n\r\na rose\r\n"
                            "--B\r\nContent-Disposition: form-data; name=\"seed\"\r\n\r\n7\r\n"
                            "--B\r\nContent-Disposition: form-data; name=\"ignored\"\r\n\r\n" +
                            QByteArray(kPaddingBytes, 'x') + "\r\n--B--\r\n";
    return "POST /api/edit HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
           "Content-Type: multipart/form-data; boundary=B\r\nContent-Length: " +
           QByteArray::number(body.size()) + "\r\n\r\n" + body;
}

} // namespace

class TestFailingAllocations : public QObject {
    Q_OBJECT

    // All of them, or some that the seed chooses.
    static QList<int> chosen(int count) {
        QList<int> numbers;
        if (qEnvironmentVariableIsSet("NB_EVERY_ALLOCATION")) {
            for (int n = 1; n <= count; ++n)
                numbers += n;
            return numbers;
        }
        constexpr int kSome = 2;
        QRandomGenerator random(testSeed());
        for (int i = 0; i < kSome; ++i)
            numbers += 1 + int(random.bounded(quint32(count)));
        return numbers;
    }

private Q_SLOTS:
    // As the server has it. Otherwise OpenCV's threads mix the work of the fake with ours.
    void initTestCase() { cv::setNumThreads(1); }

    void eachIsChecked_data() {
        QTest::addColumn<bool>("remote");
        QTest::addColumn<int>("answerAs");
        QTest::addColumn<QByteArray>("picture");
        const auto png = [](int type, const QByteArray& icc) {
            return *image::encodePng({photo(type), {icc, {}}});
        };
        const auto jpeg = [](const QByteArray& icc) {
            return *image::encodeJpeg({photo(CV_8UC3), {icc, {}}});
        };
        QTest::newRow("local, PNG") << false << 0 << png(CV_8UC3, {});
        QTest::newRow("local, JPEG with a profile") << false << 0 << jpeg(wideProfile());
        QTest::newRow("local, 16 bits with alpha") << false << 0 << png(CV_16UC4, {});
        QTest::newRow("remote, PNG") << true << int(AnswerAs::ImagePng) << png(CV_8UC3, {});
        QTest::newRow("remote, base64, with a profile")
            << true << int(AnswerAs::JsonBase64) << png(CV_8UC3, wideProfile());
        QTest::newRow("remote, JPEG, 16 bits with alpha and a profile")
            << true << int(AnswerAs::ImageJpeg) << png(CV_16UC4, wideProfile());
    }

    void eachIsChecked() {
        QFETCH(const bool, remote);
        QFETCH(const int, answerAs);
        QFETCH(const QByteArray, picture);
        const auto service = remote ? std::make_unique<Service>(AnswerAs(answerAs)) : nullptr;
        const EditServer server(service.get());
        const QByteArray request = formRequest(picture, maskFile());
        const Response good = server.edit(request); // the first makes what is made once
        QCOMPARE(good.status, 200);

        failAllocation(INT_MAX - 1, Fail::Once);
        QCOMPARE(server.edit(request).body, good.body);
        const int count = stopFailing();
        qInfo() << count << "large allocations";
        QVERIFY(count > 10);
        int refused = 0;
        for (const int n : chosen(count))
            for (const Fail how : {Fail::Once, Fail::FromThereOn}) {
                failAllocation(n, how);
                const Response reply = server.edit(request);
                stopFailing();
                const QByteArray which =
                    QByteArray::number(n) + (how == Fail::Once ? " once" : " from there on");
                QVERIFY2(reply.status == 503 || (reply.status == 200 && reply.body == good.body),
                         which + ": " + QByteArray::number(reply.status) + ' ' + reply.body.left(300));
                QVERIFY2(reply.status == 200 || reply.hasRetryAfter, which);
                refused += reply.status == 503 ? 1 : 0;
            }
        QVERIFY(refused > 0);
        QCOMPARE(server.edit(request).body, good.body);
    }
};

NB_TEST(TestFailingAllocations)
#include "tst_failing_allocations.moc"
