#pragma once
// The page of the preferences for provider, address, model and key, with a connection test.

#include "ui/desktop/settings/connection_test.h"
#include <QMap>
#include <QWidget>

class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;

namespace nb::desktop {

class Engine;
class KeyStore;
class Preferences;

class ProviderPage : public QWidget {
    Q_OBJECT

public:
    ProviderPage(Preferences& preferences, Engine& engine, KeyStore& keys, QWidget* parent = nullptr);

    // What is wrong with the entries; empty = nothing.
    [[nodiscard]] QString fault() const;
    void apply(); // requires that fault() is empty

private:
    void layOut();
    QComboBox* choice(const QString& option, const QList<std::pair<QString, QString>>& values);
    void addRow(QFormLayout& form, const QString& label, QWidget* widget, const QString& option);
    void showPlace();
    void showModels();
    void test();
    [[nodiscard]] QMap<QString, QString> entered() const; // option to text

    Preferences& m_preferences;
    Engine& m_engine;
    KeyStore& m_keys;
    ConnectionTest m_test;
    QComboBox* m_provider;
    QLineEdit* m_url;
    QComboBox* m_model; // of the provider that the other fields select
    QString m_modelOf;  // that provider
    QLineEdit* m_key;
    QLabel* m_place;
    QComboBox* m_method;
    QSpinBox* m_timeout;
    QSpinBox* m_attempts;
    QPushButton* m_testButton;
    QLabel* m_outcome;
};

} // namespace nb::desktop
