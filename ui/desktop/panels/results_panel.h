#pragma once
// The filmstrip of results with what can be done with them: select, compare, accept, discard, reuse the seed,
// open in a new window, mix. It shows the state of ResultSelection and VariantMix. It knows no canvas: it
// only signals how to compare.

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

    [[nodiscard]] QListView& list() { return *m_list; }
    [[nodiscard]] QString reportText() const;

public Q_SLOTS:
    void accept();  // the selected result, or the mix
    void discard(); // the same

Q_SIGNALS:
    void compareModeChosen(nb::desktop::CompareMode mode); // Off, Wipe, SideBySide or Difference
    void originalHeld(bool held);                          // the button was pressed or released
    void seedReused(int seed);

protected:
    void changeEvent(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override; // keys of the list

private:
    void layOut();
    [[nodiscard]] QWidget* makeMixBar();
    void connectAll();
    void selectRow(const QModelIndex& index);
    void activateRow(const QModelIndex& index); // Return or a double click
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
    QWidget* m_mixBar; // shown while mixing
    QToolButton* m_paintPicture;
    QToolButton* m_undo;
    QToolButton* m_redo;
    bool m_isMarking = false; // markCurrent() changes the list, not the user
};

} // namespace nb::desktop
