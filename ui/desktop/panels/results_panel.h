#pragma once
// The filmstrip of results with what can be done with them: choose, compare, accept, discard, reuse the seed,
// send on, mix. It shows what ResultSelection and VariantMix do and knows no canvas: comparing is announced.

#include "ui/desktop/canvas/mask_view.h"
#include <QWidget>

class QLabel;
class QListView;
class QPushButton;
class QToolButton;

namespace nb::desktop {

class CompareBar;
class GenerationQueue;
class ResultSelection;
class ResultsModel;
class StudioDocument;
class VariantMix;

// All outlive the panel.
struct ResultsParts {
    StudioDocument& document;
    GenerationQueue& queue;
    ResultSelection& selection;
    ResultsModel& model;
    VariantMix& mix;
};

class ResultsPanel : public QWidget {
    Q_OBJECT

public:
    explicit ResultsPanel(const ResultsParts& parts, QWidget* parent = nullptr);
    ~ResultsPanel() override;

    void setCompareMode(CompareMode mode); // when something else has changed it; Original is not shown
    [[nodiscard]] QListView& list() { return *m_list; }
    [[nodiscard]] QString reportText() const;

public Q_SLOTS:
    void accept();  // what is chosen, or the mix
    void discard(); // what is chosen, or the mix

Q_SIGNALS:
    void compareModeChosen(nb::desktop::CompareMode mode); // Off, Wipe, SideBySide or Difference
    void originalHeld(bool held);                          // the button is down, or was let go
    void seedReused(int seed);

protected:
    void changeEvent(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override; // keys of the list

private:
    void layOut();
    [[nodiscard]] QWidget* makeMixing();
    void connectAll();
    void chosen(const QModelIndex& index);
    void activated(const QModelIndex& index);
    void markCurrent();
    void showState();
    void startMix();
    void reuseSeed();
    void retranslate();
    void applyColours();
    [[nodiscard]] QStringList mixable() const;

    ResultsParts m_parts;
    QListView* m_list;
    QLabel* m_hint; // while there are no results, and while mixing
    QLabel* m_report;
    QLabel* m_warning;
    QPushButton* m_accept;
    QPushButton* m_discard;
    QToolButton* m_seed;
    QToolButton* m_send;
    QToolButton* m_mix;
    CompareBar* m_compare;
    QWidget* m_mixing;
    QToolButton* m_paintPicture;
    QToolButton* m_undo;
    QToolButton* m_redo;
    bool m_marking = false; // the list is being told what is chosen
};

} // namespace nb::desktop
