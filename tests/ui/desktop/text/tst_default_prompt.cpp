// An edit without a prompt, in a translated studio: what is sent, journalled and saved is English, only what
// is shown is translated.

#include "core/journal/journal.h"
#include "tests/support/test_main.h"
#include "tests/ui/desktop/generation/generation_bench.h"
#include "ui/desktop/generation/plan_updater.h"
#include "ui/desktop/generation/provider_model.h"
#include "ui/desktop/generation/request_draft.h"
#include "ui/desktop/generation/results_model.h"
#include "ui/desktop/panels/prompt_panel.h"
#include "ui/desktop/theme/language.h"
#include <QSettings>
#include <QTemporaryDir>

using namespace nb;
using namespace nb::desktop;
using namespace nb::test;

namespace {

class PromptlessProvider : public HeldProvider {
public:
    [[nodiscard]] providers::ProviderCapabilities capabilities() const override {
        providers::ProviderCapabilities can = HeldProvider::capabilities();
        can.readsPrompt = false;
        return can;
    }
};

} // namespace

class TestDefaultPrompt : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void onlyTheDisplayIsTranslated() {
        applyLanguage(QStringLiteral("de"));
        QTemporaryDir folder;
        const auto journal = journal::Journal::open(folder.path());
        QVERIFY(journal.has_value());
        QSettings settings(folder.filePath(QStringLiteral("studio.ini")), QSettings::IniFormat);
        GenerationBench bench;
        bench.provider = std::make_shared<PromptlessProvider>();
        bench.queue.setJournal(journal->get());
        ProviderModel providers;
        providers.setChoices({{QStringLiteral("held"), QStringLiteral("Held"), bench.provider}});
        ResultsModel results(bench.document, bench.queue, bench.pool);
        PlanUpdater plan(bench.document, bench.pool);
        RequestDraft draft(bench.document, providers, plan, settings);
        PromptPanel panel(PromptParts{draft, plan, providers, bench.queue});

        panel.generate();
        QCOMPARE(results.rowCount(), 1);
        QCOMPARE(results.index(0).data().toString(), QStringLiteral("Entfernen"));
        QVERIFY(bench.waitForCalls(1));
        QCOMPARE(bench.provider->calls[0]->job.prompt, QStringLiteral("Remove"));
        QCOMPARE((*journal)->entries()->at(0).parameters.prompt, QStringLiteral("Remove"));

        bench.provider->answer(0, {1, 2, 3});
        QVERIFY(bench.waitForResults(1));
        QCOMPARE(bench.document.results()[0].info.prompt, QStringLiteral("Remove"));
        QCOMPARE(bench.document.results()[0].name, QStringLiteral("Remove"));
        QCOMPARE(results.rowCount(), 1);
        for (const int role : {int(Qt::DisplayRole), int(Qt::ToolTipRole), int(ResultsModel::PromptRole)})
            QCOMPARE(results.index(0).data(role).toString(), QStringLiteral("Entfernen"));
    }
};

NB_TEST_WIDGETS(TestDefaultPrompt)
#include "tst_default_prompt.moc"
