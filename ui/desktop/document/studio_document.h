#pragma once
// The document that is open in the studio: a base picture, the mask over it, the results of edits, and the
// undo stack through which everything that changes them goes. Panels and canvas look at it and follow its
// signals; none of them talks to another. It is not a file: reading and writing is ui/desktop/files and
// core/project.

#include "core/image/picture.h"
#include "core/mask/delta.h"
#include "core/mask/mask.h"
#include "core/mask/tile_set.h"
#include "core/project/layer.h"
#include <QObject>
#include <QTimer>
#include <QUndoStack>
#include <memory>
#include <optional>
#include <vector>

namespace nb::desktop {

class StudioDocument;

// One named change of the mask, open while a stroke lasts. One at a time. Destroyed without commit() it rolls
// back.
class MaskEdit {
public:
    ~MaskEdit();
    MaskEdit(const MaskEdit&) = delete;
    MaskEdit& operator=(const MaskEdit&) = delete;

    // The samples of `rect`, cut to the picture, to be written: a view into the mask, empty if nothing of it
    // lies inside. Call it again for every rectangle and after every event: the mask may have moved.
    cv::Mat write(const QRect& rect);
    // Announces what has been written since.
    void wrote(const QRect& rect);
    // Makes a change that was worked out elsewhere for the mask as it is, and announces it.
    void apply(const mask::Delta& delta);
    // `rect` as it was when the edit began.
    [[nodiscard]] cv::Mat before(const QRect& rect) const { return m_recorder.before(rect); }

    void rollBack(); // as it was; the edit goes on
    void commit();   // one step on the undo stack, none if nothing changed; the edit is over

private:
    friend class StudioDocument;
    MaskEdit(StudioDocument& document, QString name);
    void abandon(); // the mask it was made for is gone

    StudioDocument& m_document;
    QString m_name;
    mask::DeltaRecorder m_recorder;
    bool m_over = false;
};

// Lives on the thread of the user interface. Nothing it does takes longer than a frame for small changes;
// what works on the whole mask is computed elsewhere and handed in with setMask().
class StudioDocument : public QObject {
    Q_OBJECT

public:
    explicit StudioDocument(QObject* parent = nullptr);
    ~StudioDocument() override;

    // ---- what is open
    [[nodiscard]] bool isOpen() const { return !m_picture.pixels.empty(); }
    [[nodiscard]] QSize size() const { return m_picture.size(); }
    [[nodiscard]] QRect rect() const { return {{}, size()}; }
    // Shared, never written to once handed out: accepting a result makes a new one, or writes in place when
    // nobody else holds the samples.
    [[nodiscard]] const image::Picture& picture() const { return m_picture; }
    // Of the file or project; empty = never saved.
    [[nodiscard]] const QString& path() const { return m_path; }
    [[nodiscard]] const QString& name() const { return m_name; } // for the window's title: "harbour.png"
    [[nodiscard]] bool isModified() const { return !m_undo.isClean(); }

    // Replaces everything; mask empty, no results, nothing to undo.
    void open(image::Picture picture, const QString& name, const QString& path = {});
    // The same with what a project kept.
    void open(image::Picture picture, mask::Mask mask, std::vector<project::Layer> results,
              const QString& name, const QString& path);
    void close();
    // Another number after every change that a file would hold.
    [[nodiscard]] quint64 revision() const { return m_revision; }
    // The file holds what the document was at that revision: isModified() is false after it unless something
    // has changed since.
    void setSavedAs(const QString& path, quint64 revision);

    // ---- mask
    // Its samples change in place: do not keep it, and do not hand it to another thread. A large undo or redo
    // goes on between events and announces its parts; who needs the whole asks for maskSnapshot(), or
    // settles.
    [[nodiscard]] const mask::Mask& mask() const { return m_mask; }
    void settleMask();
    // The mask as it is now, for work on another thread, at no cost: as long as somebody holds it, the next
    // change goes to a copy.
    [[nodiscard]] std::shared_ptr<const mask::Mask> maskSnapshot();
    // Outside this rectangle nothing is selected; inside, perhaps nothing either: it costs no look at the
    // samples, as mask::boundingBox() does.
    [[nodiscard]] QRect maskBounds() const { return m_maskBounds; }
    // Another number after every change of the mask's samples.
    [[nodiscard]] quint64 maskRevision() const { return m_maskRevision; }
    [[nodiscard]] std::unique_ptr<MaskEdit> beginMaskEdit(const QString& name);
    [[nodiscard]] bool isMaskBeingEdited() const { return m_edit != nullptr; }
    // One undoable step; the size is the picture's. Ignored while a MaskEdit is open.
    void setMask(const mask::Mask& mask, const QString& name);
    // Makes a change that was worked out elsewhere for the mask as it is: one undoable step. Ignored while a
    // MaskEdit is open, or if it changes nothing.
    void changeMask(mask::Delta delta, const QString& name);

    // ---- results
    [[nodiscard]] const std::vector<project::Layer>& results() const { return m_results; }
    [[nodiscard]] const project::Layer* result(const QString& id) const; // nullptr = none
    // Not undoable, and the document counts as modified: it has been paid for.
    void addResult(project::Layer layer);
    void removeResult(const QString& id); // undoable
    // Lays `patch` into the picture and clears the mask: one undoable step that brings both back.
    void accept(const project::Patch& patch, const QString& name);

    // ---- what is shown in place of the picture, until accepted or discarded; not part of the document
    [[nodiscard]] const project::Patch& shown() const { return m_shown; } // null = the picture alone
    void show(project::Patch patch);
    // The same patch with other samples within `rect`.
    void updateShown(const QRect& rect) { Q_EMIT shownChanged(rect); }

    [[nodiscard]] QUndoStack& undoStack() { return m_undo; }

Q_SIGNALS:
    void aboutToClose();                    // another picture is coming: the last moment to end a MaskEdit
    void opened();                          // another picture, or none
    void renamed();                         // name or path
    void pictureChanged(const QRect& rect); // picture pixels
    void maskChanged(const QRect& rect);
    void maskCommitted(); // a step was made, undone or redone: the moment for autosave and for the plan
    void maskEditEnded(); // committed or not; after maskCommitted()
    void resultsChanged();
    void shownChanged(const QRect& rect); // what was or is covered by the patch

private:
    friend class MaskEdit;
    class MaskCommand;
    class RemoveResultCommand;
    class AcceptCommand;

    void replace(image::Picture picture, mask::Mask mask, const QRect& maskBounds,
                 std::vector<project::Layer> results, const QString& name, const QString& path);
    mask::Mask& writableMask(); // no longer shared with a snapshot
    enum class Direction { Undo, Redo };
    void restore(const std::shared_ptr<mask::Delta>& delta, Direction direction); // undo or redo
    void restoreTiles(qint64 forMs);
    void announceMaskChange(const QRect& rect); // counts the revision, announces the change
    void insertResult(qsizetype index, project::Layer layer);
    project::Layer removeResultAt(qsizetype index);
    void writePixels(const project::Patch& patch);

    image::Picture m_picture;
    mask::Mask m_mask;
    std::vector<project::Layer> m_results;
    project::Patch m_shown;
    QString m_path;
    QString m_name;
    QUndoStack m_undo;
    std::weak_ptr<const mask::Mask> m_snapshot;
    std::shared_ptr<mask::Delta> m_restoring; // null = the mask is whole
    Direction m_direction = Direction::Undo;
    size_t m_restored = 0; // tiles of it
    QTimer m_restoreTimer;
    quint64 m_maskRevision = 0;
    quint64 m_revision = 0;
    QRect m_maskBounds;
    mask::TileSet m_maskTiles;  // that may hold more than zeros
    MaskEdit* m_edit = nullptr; // the open one
};

} // namespace nb::desktop
