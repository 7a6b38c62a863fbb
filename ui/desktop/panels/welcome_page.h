#pragma once
// The page that is shown while no picture is open: open, paste, recent files, the sample, the tour. It only
// signals what was chosen.

#include <QWidget>

class QLabel;
class QListWidget;
class QPushButton;

namespace nb::desktop {

class WelcomePage : public QWidget {
    Q_OBJECT

public:
    explicit WelcomePage(QWidget* parent = nullptr);

    void setRecentFiles(const QStringList& paths); // newest first; an empty list is not shown

Q_SIGNALS:
    void openRequested();
    void pasteRequested();
    void tourRequested();
    void fileChosen(const QString& path);
    void sampleChosen(const QString& picture, const QString& mask); // resources

private:
    void setTexts();
    QWidget* makeSample();
    QWidget* makeRecent();

    QLabel* m_title;
    QLabel* m_hint;
    QPushButton* m_open;
    QPushButton* m_paste;
    QPushButton* m_tour;
    QLabel* m_sampleTitle;
    QPushButton* m_sample;
    QLabel* m_recentTitle;
    QListWidget* m_recent;
    QWidget* m_recentBox;
};

} // namespace nb::desktop
