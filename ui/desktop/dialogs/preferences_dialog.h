#pragma once
// The preferences. Nothing changes before OK or Apply; keyboard shortcuts change at once, since
// their editor warns of conflicts.

#include <QDialog>
#include <functional>
#include <vector>

class QCheckBox;
class QComboBox;
class QLabel;
class QPushButton;
class QSlider;
class QSpinBox;
class QTabWidget;

namespace nb::desktop {

class ActionRegistry;
class Engine;
class KeyStore;
class Preferences;
class ProviderPage;
class ToolSettings;

class PreferencesDialog : public QDialog {
    Q_OBJECT

public:
    enum class Page { Provider, Appearance, Keyboard, Canvas, System };

    PreferencesDialog(Preferences& preferences, Engine& engine, KeyStore& keys, ActionRegistry& actions,
                      ToolSettings& tools, QWidget* parent = nullptr);

    void showPage(Page page);

    void accept() override;

private:
    QWidget* makeAppearance();
    QWidget* makeCanvas();
    QWidget* makeSystem();
    bool apply();

    Preferences& m_preferences;
    ToolSettings& m_tools;
    QTabWidget* m_pages;
    ProviderPage* m_provider;
    QLabel* m_fault;
    std::vector<std::function<void()>> m_applies; // of the pages that have no class of their own
};

} // namespace nb::desktop
