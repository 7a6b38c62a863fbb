#pragma once
// The forms in which APIs write a picture as base64 into JSON, for the tests of each provider: rows, and the
// text of one.

#include <QByteArray>
#include <QTest>

namespace nb::test {

// Columns for base64Of().
inline void addBase64Rows() {
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<bool>("urlSafe");
    QTest::addColumn<bool>("padded");
    QTest::addColumn<QByteArray>("between"); // after every 60 characters
    QTest::newRow("URL-safe") << QByteArray() << true << true << QByteArray();
    QTest::newRow("URL-safe, no padding") << QByteArray() << true << false << QByteArray();
    QTest::newRow("no padding") << QByteArray() << false << false << QByteArray();
    QTest::newRow("lines") << QByteArray() << false << true << QByteArray("\\r\\n");
    QTest::newRow("blanks") << QByteArray(" ") << false << true << QByteArray(" \\t");
    QTest::newRow("data URL") << QByteArray("data:image/png;name=a.png;base64, ") << true << false
                              << QByteArray("\\n");
}

// The bytes as the row that is being tested has them, for a JSON string.
inline QByteArray base64Of(const QByteArray& bytes) {
    QFETCH(QByteArray, before);
    QFETCH(bool, urlSafe);
    QFETCH(bool, padded);
    QFETCH(QByteArray, between);
    QByteArray text =
        bytes.toBase64((urlSafe ? QByteArray::Base64UrlEncoding : QByteArray::Base64Encoding) |
                       (padded ? QByteArray::KeepTrailingEquals : QByteArray::OmitTrailingEquals));
    for (qsizetype at = text.size() / 60 * 60; at > 0; at -= 60)
        text.insert(at, between);
    return before + text;
}

} // namespace nb::test
