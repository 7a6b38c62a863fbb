// What surrounds the picture, each through the real window: tour, command palette, recent files, the model of
// a provider, the keys of the queue, the batch dialog, the dialog of the embedded server.

#include "tests/integration/studio_run.h"
#include "tests/integration/workspace.h"
#include "tests/support/fake_gemini.h"
#include "tests/support/fake_nanobanana.h"
#include "tests/support/test_main.h"
#include "ui/desktop/actions/command_palette.h"
#include "ui/desktop/canvas/canvas_view.h"
#include "ui/desktop/dialogs/batch_dialog.h"
#include "ui/desktop/dialogs/server_dialog.h"
#include "ui/desktop/panels/generation_strip.h"
#include "ui/desktop/panels/message_bar.h"
#include "ui/desktop/panels/prompt_edit.h"
#include "ui/desktop/panels/prompt_panel.h"
#include "ui/desktop/panels/status_line.h"
#include "ui/desktop/panels/tour.h"
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QDir>
#include <QJsonObject>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QMenuBar>
#include <QPushButton>
#include <QTcpServer>
#include <QTest>
#include <QTimer>
#include <QToolButton>
#include <QTreeWidget>
#include <functional>

using namespace nb;
using namespace nb::desktop;
using nb::test::kTimeoutMs;

namespace {

constexpr QRect kTarget{120, 90, 80, 60};

const QMap<QString, QString> kOffline{};

QMap<QString, QString> environmentOf(const QString& provider, const QUrl& url, const QByteArray& key) {
    return {{QStringLiteral("NANOBANANA_PROVIDER"), provider},
            {QStringLiteral("NANOBANANA_URL"), url.toString()},
            {QStringLiteral("NANOBANANA_KEY"), QString::fromLatin1(key)}};
}

QPushButton* buttonNamed(const QWidget& parent, const QString& text) {
    for (QPushButton* button : parent.findChildren<QPushButton*>())
        if (button->text() == text)
            return button;
    return nullptr;
}

} // namespace

class TestStudioDialogs : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_run = std::make_unique<test::StudioRun>(); }
    void cleanup() { m_run.reset(); }

    void theTourIsShownOnceInThreeSteps() {
        m_run->set(QStringLiteral("tour/seen"), false);
        m_run->start(kOffline);
        const auto tour = [&] { return m_run->window().findChild<Tour*>(); };
        QVERIFY(tour() == nullptr); // there is nothing to show before a picture is open
        QVERIFY(m_run->open(photo()));
        QTRY_VERIFY(tour() != nullptr);
        for (const char* next : {"Next", "Next", "Done"})
            QTest::mouseClick(buttonNamed(*tour(), QLatin1String(next)), Qt::LeftButton);
        QTRY_VERIFY(tour() == nullptr);
        m_run->start(kOffline);
        QVERIFY(m_run->open(photo()));
        QCoreApplication::processEvents();
        QVERIFY(tour() == nullptr);
        m_run->action("help.tour")->trigger(); // whoever wants it again
        QVERIFY(tour() != nullptr);
        QTest::keyClick(tour(), Qt::Key_Escape);
        QTRY_VERIFY(tour() == nullptr);
    }

    void theCommandPaletteDoesWhatWasTyped() {
        m_run->start(kOffline);
        QVERIFY(m_run->open(photo()));
        inDialog<CommandPalette>([](CommandPalette& palette) {
            auto* typed = palette.findChild<QLineEdit*>();
            QTest::keyClicks(typed, QStringLiteral("selall"));
            QVERIFY(palette.findChild<QListWidget*>()->count() >= 1);
            QTest::keyClick(typed, Qt::Key_Return);
        });
        m_run->key(Qt::Key_P, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_COMPARE(cv::countNonZero(m_run->document().mask().pixels == 255), 320 * 240);
        // Nothing happens to who leaves it.
        inDialog<CommandPalette>([](CommandPalette& palette) { QTest::keyClick(&palette, Qt::Key_Escape); });
        m_run->action("view.palette")->trigger();
        QCOMPARE(m_run->document().undoStack().count(), 1);
    }

    void recentFilesOpenAgain() {
        m_run->start(kOffline);
        QVERIFY(m_run->open(photo()));
        m_run->document().close();
        m_run->start(kOffline); // they are kept
        const auto entry = [&]() -> QAction* {
            for (QMenu* menu : m_run->window().menuBar()->findChildren<QMenu*>())
                for (QAction* action : menu->actions())
                    if (action->toolTip() == photo())
                        return action;
            return nullptr;
        };
        QTRY_VERIFY(entry() != nullptr);
        QCOMPARE(entry()->text(), QStringLiteral("photo.png"));
        entry()->trigger();
        QTRY_COMPARE_WITH_TIMEOUT(m_run->document().path(), photo(), kTimeoutMs);
        m_run->document().close();
        QVERIFY(QFile::remove(photo()));
        entry()->trigger();
        QTRY_VERIFY(entry() == nullptr); // what is gone is not offered any more
    }

    void theModelIsPickedSentShownAndKept() {
        test::FakeGemini fake;
        const auto environment = environmentOf(QStringLiteral("gemini"), fake.url(), fake.key());
        m_run->start(environment);
        QVERIFY(m_run->open(photo()));
        select();
        QCOMPARE(model().currentText(), QStringLiteral("gemini-2.5-flash-image"));
        QTRY_VERIFY(plan().contains(QStringLiteral("0.039")));
        const QString pro = QStringLiteral("gemini-3-pro-image");
        model().setCurrentText(pro);
        Q_EMIT model().activated(model().currentIndex());
        QCOMPARE(model().currentText(), pro);
        QTRY_VERIFY2(plan().contains(QStringLiteral("0.134")), qPrintable(plan()));
        ask(QStringLiteral("a red rose"));
        QTRY_COMPARE_WITH_TIMEOUT(m_run->document().results().size(), size_t(1), kTimeoutMs);
        QCOMPARE(fake.asked().last().fields.value(QStringLiteral("model")).toString(), pro);
        const auto& report = m_run->document().results().front().info.report;
        QVERIFY(report && report->model == pro);
        bool shown = false;
        for (const QLabel* label : m_run->window().findChildren<QLabel*>())
            shown |= label->text().contains(pro);
        QVERIFY(shown);
        m_run->start(environment);
        QTRY_COMPARE(model().currentText(), pro);
        QCOMPARE(m_run->engine().provider()->model(), pro);
        // Another provider has a model of its own.
        m_run->start(environmentOf(QStringLiteral("openai"), fake.url(), fake.key()));
        QTRY_COMPARE(model().currentText(), QStringLiteral("gpt-image-1"));
    }

    void escapeStopsOneAndShiftEscapeAll() {
        test::FakeNanoBanana fake;
        fake.setDelay(std::chrono::minutes(10));
        m_run->start(environmentOf(QStringLiteral("nanobanana"), fake.url(), fake.key()));
        QVERIFY(m_run->open(photo()));
        select();
        for (const char* prompt : {"one", "two", "three"})
            ask(QLatin1String(prompt));
        const auto strip = [&] { return m_run->window().findChild<GenerationStrip*>()->progressText(); };
        QTRY_VERIFY(strip().contains(QStringLiteral("2 more waiting")));
        m_run->key(Qt::Key_Escape); // the prompt has the focus
        QTRY_VERIFY(strip().contains(QStringLiteral("1 more waiting")));
        m_run->key(Qt::Key_Escape, Qt::ShiftModifier);
        QTRY_VERIFY(strip().isEmpty());
        QVERIFY(!m_run->action("generate.cancel")->isEnabled()); // Esc is everybody's again
        QVERIFY(m_run->document().results().empty());
        m_run->start(kOffline);
        QCOMPARE(m_run->window().findChild<PromptEdit*>()->toPlainText(), QStringLiteral("three"));
    }

    void cancelStopsWorkOnTheMask() {
        m_run->start(kOffline);
        QVERIFY(m_run->open(photo()));
        for (const char* cancel : {"generate.cancel", "generate.cancel_all"}) {
            QVERIFY(!m_run->action(cancel)->isEnabled());
            m_run->action("mask.invert")->trigger();
            QVERIFY(m_run->action(cancel)->isEnabled());
            m_run->action(cancel)->trigger(); // before the result can have come back
            QVERIFY(!m_run->action(cancel)->isEnabled());
        }
        m_run->action("mask.all")->trigger();
        QTRY_COMPARE(m_run->document().undoStack().count(), 1); // nothing of the others came
        QCOMPARE(cv::countNonZero(m_run->document().mask().pixels == 255), 320 * 240);
    }

    void manyPicturesAreEdited() {
        qputenv("PATH",
                QFileInfo(QStringLiteral(NB_APP)).absolutePath().toLocal8Bit() + ':' + qgetenv("PATH"));
        const QDir folder(m_run->path(QStringLiteral(".")));
        QVERIFY(folder.mkpath(QStringLiteral("in")));
        QVERIFY(QFile::copy(photo(), m_run->path(QStringLiteral("in/a.png"))));
        const QByteArray mask = test::maskPng(test::StudioRun::kPicture, kTarget);
        for (const auto& [name, bytes] : {std::pair{"in/a-mask.png", mask}, std::pair{"in/b-mask.png", mask},
                                          std::pair{"in/b.png", QByteArray("no picture")},
                                          std::pair{"in/notes.txt", QByteArray("text")}}) {
            QFile file(m_run->path(QLatin1String(name)));
            QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size());
        }
        m_run->start(kOffline);
        m_run->action("file.batch")->trigger();
        auto* dialog = m_run->window().findChild<BatchDialog*>();
        QVERIFY(dialog != nullptr && !dialog->isModal());
        auto* start = dialog->findChild<QPushButton*>(QStringLiteral("start"));
        QVERIFY(!start->isEnabled()); // as long as something is missing
        const auto enter = [&](const char* field, const QString& text) {
            dialog->findChild<QLineEdit*>(QLatin1String(field))->setText(text);
        };
        enter("input", m_run->path(QStringLiteral("in")));
        enter("output", m_run->path(QStringLiteral("out")));
        enter("prompt", QStringLiteral("remove it"));
        QVERIFY(start->isEnabled());
        QTest::mouseClick(start, Qt::LeftButton);
        auto* items = dialog->findChild<QTreeWidget*>();
        QTRY_VERIFY_WITH_TIMEOUT(items->topLevelItemCount() == 3 && start->text() == QStringLiteral("Start"),
                                 kTimeoutMs);
        QMap<QString, QString> became;
        for (int i = 0; i < 3; ++i)
            became.insert(items->topLevelItem(i)->text(0), items->topLevelItem(i)->text(1));
        const QString made = became.value(QStringLiteral("a.png"));
        QVERIFY2(QFile::exists(made), qPrintable(made));
        QVERIFY2(became.value(QStringLiteral("b.png")).contains(QStringLiteral("PNG")),
                 qPrintable(became.value(QStringLiteral("b.png")))); // why it failed
        QVERIFY2(became.value(QStringLiteral("notes.txt")).startsWith(QStringLiteral("Skipped: ")),
                 qPrintable(became.value(QStringLiteral("notes.txt"))));
        dialog->close();
    }

    void theServersDialogTellsAddressAndToken() {
        QTcpServer probe;
        QVERIFY(probe.listen(QHostAddress::LocalHost));
        const quint16 port = probe.serverPort();
        probe.close();
        m_run->set(QStringLiteral("server/port"), int(port));
        m_run->start(kOffline);
        QString token;
        inDialog<ServerDialog>([&](ServerDialog& dialog) {
            const auto lines = dialog.findChildren<QLineEdit*>();
            QCOMPARE(lines[0]->text(), QStringLiteral("http://127.0.0.1:%1/api/edit").arg(port));
            token = lines[1]->text();
            QVERIFY(lines[2]->text().contains(token));
            QTest::mouseClick(dialog.findChildren<QToolButton*>()[1], Qt::LeftButton);
            dialog.reject();
        });
        m_run->action("generate.serve")->trigger();
        QVERIFY(token.size() >= 40);
        QCOMPARE(QApplication::clipboard()->text(), token);
        const auto status = [&] {
            for (const QToolButton* button :
                 m_run->window().findChild<StatusLine*>()->findChildren<QToolButton*>())
                if (button->isVisible() && button->text().startsWith(QStringLiteral("Serving")))
                    return true;
            return false;
        };
        QVERIFY(status());
        m_run->action("generate.serve")->trigger();
        QVERIFY(!status());
        // A port that somebody else has.
        QVERIFY(probe.listen(QHostAddress::LocalHost, port));
        m_run->action("generate.serve")->trigger();
        QVERIFY(!m_run->action("generate.serve")->isChecked());
        QVERIFY(!m_run->window().messages().text().isEmpty());
    }

private:
    [[nodiscard]] QString photo() const { return m_run->path(QStringLiteral("photo.png")); }
    [[nodiscard]] QComboBox& model() {
        return *m_run->window().findChild<QComboBox*>(QStringLiteral("model"));
    }
    [[nodiscard]] QString plan() {
        return m_run->window().findChild<QLabel*>(QStringLiteral("plan"))->text();
    }

    void select() {
        m_run->canvas().setFocus();
        m_run->key(Qt::Key_U); // rectangle
        m_run->drag(kTarget.topLeft(),
                    QPointF(kTarget.topLeft()) + QPointF(kTarget.width(), kTarget.height()));
        QTRY_VERIFY(m_run->document().undoStack().count() > 0);
    }
    void ask(const QString& text) {
        m_run->key(Qt::Key_A, Qt::AltModifier);
        QTRY_VERIFY(m_run->window().findChild<PromptEdit*>()->hasFocus());
        QTest::keyClicks(QApplication::focusWidget(), text);
        m_run->key(Qt::Key_Return, Qt::ControlModifier);
    }
    // Called in the event loop of the dialog that is going to open.
    template <class Dialog>
    void inDialog(const std::function<void(Dialog&)>& what) {
        auto* timer = new QTimer(this);
        connect(timer, &QTimer::timeout, this, [timer, what] {
            auto* dialog = qobject_cast<Dialog*>(QApplication::activeModalWidget());
            if (!dialog)
                return;
            timer->deleteLater();
            timer->stop();
            const QPointer<QDialog> open = dialog;
            what(*dialog);
            if (open && open->isVisible()) // a check has failed; nobody waits for ever
                open->reject();
        });
        timer->start(20);
    }

    std::unique_ptr<test::StudioRun> m_run;
};

NB_TEST_WIDGETS(TestStudioDialogs)
#include "tst_studio_dialogs.moc"
