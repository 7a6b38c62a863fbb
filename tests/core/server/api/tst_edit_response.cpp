#include "core/server/api/edit_response.h"
#include "tests/support/test_main.h"
#include <QTest>

using namespace nb;
using namespace nb::server;
using namespace std::chrono_literals;

namespace {

// Empty if it is not there.
QByteArray header(const Response& response, const QByteArray& name) {
    for (const auto& field : response.headers)
        if (field.name == name)
            return field.value;
    return {};
}

} // namespace

class TestEditResponse : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void itIsTheContracts() {
        const EditCall::Outcome outcome{{"png", QStringLiteral("gemini"), 3}, EditCall::Origin::Made, 1500ms};
        const Response response = editResponse(outcome, Delivery::Own, {2s, 250ms}, {});
        QCOMPARE(response.status, 200);
        QCOMPARE(response.contentType, QByteArray("image/png"));
        QCOMPARE(response.body, QByteArray("png"));
        QCOMPARE(header(response, "Content-Disposition"), QByteArray("inline; filename=inpainted_image.png"));
        QCOMPARE(header(response, "X-Processing-Time").toDouble(), 2.0);
        QCOMPARE(header(response, "X-Validation-Time").toDouble(), 0.25);
        QCOMPARE(header(response, "X-API-Time").toDouble(), 1.5);
        QCOMPARE(header(response, "X-Engine"), QByteArray("gemini"));
        QCOMPARE(header(response, "X-Upstream-Attempts"), QByteArray("3"));
        QCOMPARE(header(response, "X-Cache"), QByteArray());
        QCOMPARE(header(response, "Idempotency-Replayed"), QByteArray());
    }

    void itSaysWhereTheResultIsFrom() {
        config::ServerSettings settings;
        settings.cacheEnabled = true;
        EditCall::Outcome outcome;
        QCOMPARE(header(editResponse(outcome, Delivery::Joined, {}, settings), "X-Cache"),
                 QByteArray("miss"));
        outcome.origin = EditCall::Origin::Cache;
        QCOMPARE(header(editResponse(outcome, Delivery::Own, {}, settings), "X-Cache"), QByteArray("hit"));
        const Response repeated = editResponse(outcome, Delivery::Repeated, {}, settings);
        QCOMPARE(header(repeated, "Idempotency-Replayed"), QByteArray("true"));
    }
};

NB_TEST(TestEditResponse)
#include "tst_edit_response.moc"
