#include "ui/desktop/panels/message_bar.h"

#include "tests/support/test_main.h"
#include <QPushButton>
#include <QTest>

using namespace nb;
using namespace nb::desktop;

class TestMessageBar : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void itIsHiddenUntilThereIsAMessage() {
        MessageBar bar;
        QVERIFY(bar.isHidden());
        bar.show(MessageBar::Kind::Notice, QStringLiteral("Saved"));
        QVERIFY(!bar.isHidden());
        QCOMPARE(bar.text(), QStringLiteral("Saved"));
        bar.dismiss();
        QVERIFY(bar.isHidden());
    }

    void anOfferClosesTheBarAndRunsOnce() {
        MessageBar bar;
        int runs = 0;
        bar.show(MessageBar::Kind::Notice, QStringLiteral("Restore?"),
                 {{QStringLiteral("Restore"), [&] {
                       QVERIFY(bar.isHidden()); // an offer may show the next message
                       ++runs;
                   }}});
        QTest::mouseClick(bar.findChild<QPushButton*>(), Qt::LeftButton);
        QCOMPARE(runs, 1);
    }

    void aMessageThatIsToBeReadComesBack() {
        MessageBar bar;
        const QString important = QStringLiteral("HOST cannot be used");
        bar.showUntilRead(MessageBar::Kind::Error, important);
        QCOMPARE(bar.text(), important);
        bar.show(MessageBar::Kind::Notice, QStringLiteral("Restore?"), {{QStringLiteral("Restore"), [] {}}});
        QCOMPARE(bar.text(), QStringLiteral("Restore?"));
        QTest::mouseClick(bar.findChild<QPushButton*>(), Qt::LeftButton);
        QCOMPARE(bar.text(), important);
        bar.dismiss();
        QVERIFY(bar.isHidden());
        bar.show(MessageBar::Kind::Notice, QStringLiteral("Saved"));
        bar.dismiss();
        QVERIFY(bar.isHidden()); // once it has been read
    }

    void anotherMessageReplacesTheOffersToo() {
        MessageBar bar;
        bar.show(MessageBar::Kind::Notice, QStringLiteral("Restore?"), {{QStringLiteral("Restore"), [] {}}});
        bar.showError({ErrorCode::FileUnreadable, QStringLiteral("cat.png cannot be read")});
        QVERIFY(bar.text().contains(QStringLiteral("cat.png")));
        QTRY_COMPARE(bar.findChildren<QPushButton*>().size(), 0);
    }
};

NB_TEST_WIDGETS(TestMessageBar)
#include "tst_message_bar.moc"
